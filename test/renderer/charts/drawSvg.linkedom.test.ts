import '../fixtures/linkedomWindow';
import { describe } from 'vitest';
import { describePictures } from '../fixtures/pictureSpecification';

describe('pictures drawn in an emulated document', () => {
  describePictures();
});

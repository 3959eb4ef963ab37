// @vitest-environment jsdom
import { describe } from 'vitest';
import { describePictures } from '../fixtures/pictureSpecification';

describe('pictures drawn in a window', () => {
  describePictures();
});

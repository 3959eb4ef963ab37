import { describe, expect, it } from 'vitest';
import { readFault, writeFault } from '../../../../electron/engine/text/systemFault';

/** As Node throws it. */
function refused(code: string): Error {
  return Object.assign(new Error(`${code}: what the system calls it, open '/x'`), { code });
}

describe('why a file is refused', () => {
  it.each([
    ['ENOENT', 'there is no such file'],
    ['EISDIR', 'it is a folder'],
    ['EACCES', 'permission is denied'],
    ['EPERM', 'permission is denied'],
    ['ENOTDIR', 'a part of its path is a file, not a folder'],
  ])('to be read is said in words: %s', (code, words) => {
    expect(readFault(refused(code))).toBe(words);
  });

  it.each([
    ['ENOENT', 'its folder does not exist'],
    ['EEXIST', 'there is a file of that name'],
    ['EACCES', 'permission is denied'],
    ['ENOSPC', 'the disk is full'],
    ['EFBIG', 'it would be larger than the system allows'],
    ['EROFS', 'the disk can only be read'],
  ])('to be written is said in words: %s', (code, words) => {
    expect(writeFault(refused(code))).toBe(words);
  });

  it("is the system's own message where there are no words for it", () => {
    expect(readFault(refused('EXDEV'))).toMatch(/^EXDEV: what the system calls it/);
    expect(writeFault(new Error('something else'))).toBe('something else');
    expect(writeFault('thrown as text')).toBe('thrown as text');
  });
});

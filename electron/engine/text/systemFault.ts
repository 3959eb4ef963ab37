/** Why the system refused a file, in words, by the code that its errors carry. */

const whyEither: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  ENOTDIR: 'a part of its path is a file, not a folder',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
  EIO: 'the disk reports an error',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
};

const whyUnread: Readonly<Record<string, string>> = {
  ...whyEither,
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  ERR_FS_FILE_TOO_LARGE: 'it is too large',
  ERR_STRING_TOO_LONG: 'it is too large',
};

const whyUnwritten: Readonly<Record<string, string>> = {
  ...whyEither,
  ENOENT: 'its folder does not exist',
  EEXIST: 'there is a file of that name',
  EISDIR: 'there is a folder of that name',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  EFBIG: 'it would be larger than the system allows',
  EROFS: 'the disk can only be read',
  ETXTBSY: 'it is in use',
};

/** Why a file could not be read; the system's own message where there are no words for it. */
export function readFault(error: unknown): string {
  return wordsOf(error, whyUnread);
}

/** Why a file could not be written; the system's own message where there are no words for it. */
export function writeFault(error: unknown): string {
  return wordsOf(error, whyUnwritten);
}

function wordsOf(error: unknown, words: Readonly<Record<string, string>>): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const code = 'code' in error ? String(error.code) : '';
  return words[code] ?? error.message;
}

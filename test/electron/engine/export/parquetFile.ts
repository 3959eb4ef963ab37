/** The bytes as the reader wants a file: an ArrayBuffer of its own. */
export function fileOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

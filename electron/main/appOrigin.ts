/** The renderer's own scheme and host: `app://bench/`. A file:// page could read the whole disk. */
export const appScheme = 'app';
export const appHost = 'bench';
export const appUrl = `${appScheme}://${appHost}/`;

/** Whether an address is one of our own pages; parsed, because a prefix can be imitated. */
export function isOwnUrl(text: string): boolean {
  try {
    const url = new URL(text);
    return url.protocol === `${appScheme}:` && url.host === appHost;
  } catch {
    return false;
  }
}

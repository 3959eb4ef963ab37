import { join } from 'node:path';
import { protocol } from 'electron';
import { contentSecurityPolicy } from '../host/contentPolicy';
import { readStaticFile } from '../host/staticFiles';
import { appFolder } from './appFolder';
import { appScheme, isOwnUrl } from './appOrigin';

/** Must run before the application is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

/** Serves the renderer's files under our scheme, with the content policy on every answer. */
export function serveRenderer(): void {
  protocol.handle(appScheme, async (request) => {
    const url = new URL(request.url);
    const file = isOwnUrl(request.url)
      ? await readStaticFile(join(appFolder, 'renderer'), url.pathname)
      : undefined;
    const headers = {
      'Content-Security-Policy': contentSecurityPolicy,
      'X-Content-Type-Options': 'nosniff',
      'Content-Type': file?.type ?? 'text/plain; charset=utf-8',
    };
    return file === undefined
      ? new Response('not found\n', { status: 404, headers })
      : new Response(new Uint8Array(file.content), { status: 200, headers });
  });
}

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from '../../contract/errors';
import type { ExportFormat } from '../../contract/report';
import type { ExportJob, MadeFile } from '../../engine/report/exportJob';
import { failure, success } from '../../engine/result';
import { askReport } from './askReport';
import type { FindPdfPrinter } from './pdfPrinter';
import type { SpawnReport } from './reportThread';

export interface ExportPorts {
  readonly spawnReport: SpawnReport;
  readonly findPdfPrinter: FindPdfPrinter;
}

export interface Exported {
  readonly files: readonly MadeFile[];
  /** The program that printed, where one did. */
  readonly printedBy?: string | undefined;
}

/** What is exported, whatever the format. */
export type ExportOrder = Omit<ExportJob, 'type' | 'format'>;

/**
 * A run in a format, as finished files; nothing is left on the disk.
 *
 * @param order what it takes to know what to export; read while the report thread begins
 */
export async function exportRun(
  format: ExportFormat,
  order: Promise<Result<ExportOrder>>,
  ports: ExportPorts,
): Promise<Result<Exported>> {
  if (format === 'pdf') {
    return printReport(order, ports);
  }
  const files = await askReport(ports.spawnReport(format), jobOf(format, order));
  return files.ok ? success({ files: files.value }) : files;
}

async function jobOf(
  format: ExportJob['format'],
  order: Promise<Result<ExportOrder>>,
): Promise<Result<ExportJob>> {
  const known = await order;
  return known.ok ? success({ ...known.value, type: 'export', format }) : known;
}

/** The printer is looked for first: without one the report need not be made. */
async function printReport(
  order: Promise<Result<ExportOrder>>,
  ports: ExportPorts,
): Promise<Result<Exported>> {
  // Without a printer nobody asks for the order again, and a failure that nobody hears ends the host.
  order.catch(() => undefined);
  const printer = await ports.findPdfPrinter();
  if (!printer.ok) {
    return printer;
  }
  const pages = await askReport(ports.spawnReport('html'), jobOf('html', order));
  if (!pages.ok) {
    return pages;
  }
  const [page] = pages.value;
  const folder = await mkdtemp(join(tmpdir(), 'moe-report-'));
  try {
    const [html, pdf] = [join(folder, 'report.html'), join(folder, 'report.pdf')];
    await writeFile(html, page?.content ?? '');
    const printed = await printer.value.print(html, pdf);
    if (!printed.ok) {
      return printed;
    }
    const name = (page?.name ?? 'report.html').replace(/html$/, 'pdf');
    return success({
      files: [{ name, content: new Uint8Array(await readFile(pdf)) }],
      printedBy: printer.value.name,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failure('not_writable', `the report could not be printed: ${reason}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ToolReport } from '../contract/machine';

const run = promisify(execFile);

interface Tool {
  readonly name: string;
  readonly command: string;
  readonly argument: string;
  readonly version: RegExp;
  /** What its absence means. */
  readonly absent: string;
}

const tools: readonly Tool[] = [
  {
    name: 'g++',
    command: 'g++',
    argument: '--version',
    version: /(\d+\.\d+\.\d+)/,
    absent: 'not found: kernels cannot be built; install g++ 12 or newer',
  },
  {
    name: 'cmake',
    command: 'cmake',
    argument: '--version',
    version: /version (\S+)/,
    absent: 'not found: kernels cannot be built; install CMake 3.25 or newer',
  },
  {
    name: 'nvcc',
    command: 'nvcc',
    argument: '--version',
    version: /release (\S+),/,
    absent: 'not found: Hopper kernels cannot be compiled; CUDA 12.4 or newer has it',
  },
];

/** The compilers that branches are built with, each with its version or why it is missing. */
export function describeTools(): Promise<readonly ToolReport[]> {
  return Promise.all(tools.map(describeTool));
}

async function describeTool(tool: Tool): Promise<ToolReport> {
  const text = await outputOf(tool.command, [tool.argument]);
  const version = text === undefined ? undefined : tool.version.exec(text)?.[1];
  return version === undefined
    ? { name: tool.name, note: tool.absent }
    : { name: tool.name, version };
}

/** The first GPU that the driver reports, or why there is none. */
export async function describeGpu(): Promise<{ present: boolean; description: string }> {
  const text = await outputOf('nvidia-smi', [
    '--query-gpu=name,driver_version,compute_cap',
    '--format=csv,noheader',
  ]);
  const [first] = (text ?? '').trim().split('\n');
  return first === undefined || first === ''
    ? { present: false, description: 'none: nvidia-smi does not answer, so there is no driver' }
    : { present: true, description: first };
}

async function outputOf(
  command: string,
  commandArguments: readonly string[],
): Promise<string | undefined> {
  try {
    const { stdout } = await run(command, commandArguments, { timeout: 5000 });
    return stdout;
  } catch {
    return undefined;
  }
}

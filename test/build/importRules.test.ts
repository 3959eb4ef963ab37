import { describe, expect, it } from 'vitest';
import { checkImports, importProblems, includeProblems } from '../../build/lib/checkImports.mjs';

describe('the import rules', () => {
  it('hold in this repository, and looked at something', () => {
    const { problems, files } = checkImports();
    expect(problems).toEqual([]);
    expect(files).toBeGreaterThan(200);
  });

  it.each([
    ['electron/contract/x.ts', "import { z } from 'zod';"],
    ['electron/engine/x.ts', "import { readFile } from 'node:fs';"],
    ['electron/engine/x.ts', "import type { A } from '../host/services';"],
    ['electron/host/x.ts', "import { app } from 'electron';"],
    ['electron/worker/x.ts', "const host = await import('../host/services');"],
    ['electron/preload/x.ts', "import { parse } from '../engine/schemas/parse';"],
    ['electron/web/x.ts', "export { app } from 'electron';"],
    ['renderer/views/x.tsx', "import { Library } from '../../electron/host/library';"],
    ['renderer/theme/x.ts', "import { useStore } from '../state/store';"],
  ])('%s may not have %s', (file, source) => {
    expect(importProblems(file, source)).toHaveLength(1);
  });

  it.each([
    ['native/measure/x.cpp', '#include "kernels/cpu/layer.hpp"'],
    ['native/kernels/cpu/x.cpp', '#include "measure/session.hpp"'],
    ['native/measure/x.cpp', '#include <napi.h>'],
    ['native/measure/x.cpp', '#include <cuda_runtime.h>'],
    ['native/api/x.h', '#include "kernels/common/bf16.hpp"'],
  ])('%s may not have %s', (file, source) => {
    expect(includeProblems(file, source)).toHaveLength(1);
  });

  it.each([
    [
      'electron/host/x.ts',
      "import { z } from '../engine/result';\nimport { join } from 'node:path';",
    ],
    ['renderer/views/x.tsx', "import { Button } from '@mantine/core';"],
    ['electron/main/x.ts', "import { app } from 'electron';"],
  ])('%s may have %s', (file, source) => {
    expect(importProblems(file, source)).toEqual([]);
  });
});

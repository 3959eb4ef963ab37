import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../../build/lib/paths.mjs';
import { capture } from '../../build/lib/run.mjs';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'moe-roles-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** What compile/role_registers.cmake makes of machine code. */
async function rolesOf(disassembly: string): Promise<string> {
  await writeFile(join(folder, 'sass'), disassembly);
  const script = join(folder, 'roles.cmake');
  await writeFile(
    script,
    `include(${root}/native/kernels/sm90/compile/role_registers.cmake)
    file(READ ${folder}/sass text)
    role_registers("\${text}" roles)
    message("\${roles}")`,
  );
  return (await capture('cmake', ['-P', script])).output.trim();
}

describe('registers by role, from machine code as cuobjdump -sass prints it', () => {
  it('are the highest after each setmaxnreg', async () => {
    const roles = await rolesOf(`
        /*0010*/                   LDC R200, c[0x0][0x28] ;
        /*1600*/                   USETMAXREG.TRY_ALLOC.CTAPOOL UP0, 0xe8 ;
        /*1610*/              @!P0 LDS.128 R84, [R96+UR4] ;
        /*1620*/                   FFMA R7, R151, R3.reuse, R7 ;
        /*3f50*/                   USETMAXREG.DEALLOC.CTAPOOL 0x28 ;
        /*3f60*/                   ISETP.NE.U32.AND P1, PT, R27, RZ, PT ;
        /*3f70*/                   UBLKCP [UR8], [UR10], UR31 ;`);
    expect(roles).toBe('roles: 27 151');
  });

  it('are not known without machine code', async () => {
    expect(await rolesOf('')).toBe('roles: -1 -1');
  });
});

import { z } from 'zod';

/** Repositories whose build files a person has allowed to run, by absolute path. */
export const trustedRepositoriesSchema = z.array(z.string().max(4096)).max(10_000);

#pragma once
/**
 * MOE_VECTOR_CLONES before a function: one version per instruction set, chosen by the loader, so
 * that its loops become the widest vectors that run here. Loops over every value of a launch need
 * it: a scalar exp would cost 8 % of a layer at batch size 64 (measured on Zen 4). ThreadSanitizer
 * cannot run before the loader has resolved them.
 */
#if defined(__x86_64__) && !defined(__SANITIZE_THREAD__) && !defined(__SANITIZE_ADDRESS__)
#define MOE_VECTOR_CLONES __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#else
#define MOE_VECTOR_CLONES
#endif

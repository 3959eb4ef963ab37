import { GPT_OSS_SWIGLU, type MoeProblem } from './problem';

/** A real model's MoE layer, by the name people know it by. */
export interface Preset {
  readonly name: string;
  readonly problem: MoeProblem;
  /** Where the sizes come from. */
  readonly source: string;
}

const gated = { scheme: 'mxfp4_bf16', activation: 'swiglu', bias: false } as const;
const w4a8 = { scheme: 'int4_fp8', activation: 'swiglu', bias: false } as const;
const gptOss = {
  scheme: 'mxfp4_bf16',
  activation: 'swiglu_oai',
  swiglu: GPT_OSS_SWIGLU,
  bias: true,
} as const;

export const PRESETS: readonly Preset[] = [
  {
    name: 'gpt-oss-20b',
    problem: { ...gptOss, hiddenSize: 2880, intermediateSize: 2880, numExperts: 32, topK: 4 },
    source: 'openai/gpt-oss-20b config.json',
  },
  {
    name: 'gpt-oss-120b',
    problem: { ...gptOss, hiddenSize: 2880, intermediateSize: 2880, numExperts: 128, topK: 4 },
    source: 'openai/gpt-oss-120b config.json',
  },
  {
    name: 'DeepSeek-V3',
    problem: { ...gated, hiddenSize: 7168, intermediateSize: 2048, numExperts: 256, topK: 8 },
    source: 'deepseek-ai/DeepSeek-V3 config.json (routed experts)',
  },
  {
    name: 'Qwen3-235B-A22B',
    problem: { ...gated, hiddenSize: 4096, intermediateSize: 1536, numExperts: 128, topK: 8 },
    source: 'Qwen/Qwen3-235B-A22B config.json',
  },
  {
    name: 'Kimi-K2',
    problem: { ...gated, hiddenSize: 7168, intermediateSize: 2048, numExperts: 384, topK: 8 },
    source: 'moonshotai/Kimi-K2-Instruct config.json (routed experts)',
  },
  {
    name: 'Mixtral-8x7B',
    problem: { ...gated, hiddenSize: 4096, intermediateSize: 14336, numExperts: 8, topK: 2 },
    source: 'mistralai/Mixtral-8x7B-v0.1 config.json',
  },
  {
    name: 'pr12451',
    problem: { ...gated, hiddenSize: 4096, intermediateSize: 2048, numExperts: 256, topK: 6 },
    source: 'benchmark shape of NVIDIA/TensorRT-LLM pull request 12451',
  },
  {
    name: 'pr12451-int4',
    problem: { ...w4a8, hiddenSize: 4096, intermediateSize: 2048, numExperts: 256, topK: 6 },
    source: 'the same shape for its other scheme, INT4 weights x FP8 activations',
  },
  {
    name: 'DeepSeek-R1-W4AFP8',
    problem: { ...w4a8, hiddenSize: 7168, intermediateSize: 2048, numExperts: 256, topK: 8 },
    source:
      'deepseek-ai/DeepSeek-R1 config.json (routed experts), as quantised for sglang pull request 7762',
  },
];

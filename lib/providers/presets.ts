import type { ProviderKind } from './provider-kind.ts';

/** What is known of a service before anyone typed anything. Pure, for forms and clients. */
export interface Preset {
  label: string;
  kind: ProviderKind;
  /** Filled into the form; empty where everybody has an address of their own. */
  baseUrl: string;
  /** What the address looks like. */
  example: string;
  needsKey: boolean;
  /** Whether it makes embeddings; those that do not answer only. */
  embeds: boolean;
  /** Fewer bytes, but not understood by all. */
  encoding: 'base64' | 'float';
  /** What OpenAI calls max_completion_tokens, and its followers still by the older name. */
  tokenLimit: 'max_completion_tokens' | 'max_tokens';
}

const compatible = {
  kind: 'openai',
  needsKey: true,
  embeds: true,
  encoding: 'float',
  tokenLimit: 'max_tokens',
} as const satisfies Partial<Preset>;
const vectors = { embeds: false, encoding: 'float', tokenLimit: 'max_tokens' } as const;

export const PRESETS = {
  openai: {
    ...compatible,
    label: 'OpenAI',
    baseUrl: 'https://api.openai.com/v1',
    example: 'https://api.openai.com/v1',
    encoding: 'base64',
    tokenLimit: 'max_completion_tokens',
  },
  azure: {
    ...compatible,
    label: 'Azure OpenAI',
    baseUrl: '',
    example: 'https://NAME.openai.azure.com/openai/v1',
    encoding: 'base64',
    tokenLimit: 'max_completion_tokens',
  },
  anthropic: {
    ...compatible,
    label: 'Anthropic',
    baseUrl: 'https://api.anthropic.com/v1',
    example: 'https://api.anthropic.com/v1',
    embeds: false,
  },
  gemini: {
    ...compatible,
    label: 'Gemini',
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
    example: 'https://generativelanguage.googleapis.com/v1beta/openai',
  },
  vllm: {
    ...compatible,
    label: 'vLLM',
    baseUrl: '',
    example: 'http://127.0.0.1:8000/v1',
    needsKey: false,
  },
  ollama: {
    ...compatible,
    label: 'Ollama',
    baseUrl: 'http://127.0.0.1:11434/v1',
    example: 'http://127.0.0.1:11434/v1',
    needsKey: false,
  },
  compatible: {
    ...compatible,
    label: 'Another OpenAI-compatible server',
    baseUrl: '',
    example: 'https://llm.example.org/v1',
    needsKey: false,
  },
  pinecone: {
    ...vectors,
    label: 'Pinecone',
    kind: 'pinecone',
    baseUrl: 'https://api.pinecone.io',
    example: 'https://api.pinecone.io',
    needsKey: true,
  },
  chroma: {
    ...vectors,
    label: 'Chroma',
    kind: 'chroma',
    baseUrl: '',
    example: 'http://127.0.0.1:8000',
    needsKey: false,
  },
  qdrant: {
    ...vectors,
    label: 'Qdrant',
    kind: 'qdrant',
    baseUrl: '',
    example: 'https://CLUSTER.cloud.qdrant.io:6333',
    needsKey: false,
  },
  weaviate: {
    ...vectors,
    label: 'Weaviate',
    kind: 'weaviate',
    baseUrl: '',
    example: 'https://CLUSTER.weaviate.network',
    needsKey: false,
  },
} as const satisfies Record<string, Preset>;

export type PresetName = keyof typeof PRESETS;
export const PRESET_NAMES = Object.keys(PRESETS) as [PresetName, ...PresetName[]];

export function presetOf(name: string): Preset {
  return PRESETS[name as PresetName] ?? PRESETS.compatible;
}

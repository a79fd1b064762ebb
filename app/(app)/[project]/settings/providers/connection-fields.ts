import { PRESETS, type Preset, type PresetName, presetOf } from '#lib/providers/presets.ts';
import type { ProviderKind } from '#lib/providers/provider-kind.ts';
import type { ConnectionOptions } from '#lib/providers/schema.ts';

/** What the forms hold; empty text for what is not given. */
export interface ConnectionValues {
  preset: PresetName;
  name: string;
  baseUrl: string;
  apiKey: string;
  chatModel: string;
  embeddingModel: string;
  dimensions: number | string;
  index: string;
  tenant: string;
  database: string;
}

type TextField = 'chatModel' | 'embeddingModel' | 'index' | 'tenant' | 'database';

interface Field {
  name: TextField;
  label: string;
  description: string;
}

const FIELDS: Record<ProviderKind, readonly Field[]> = {
  openai: [
    { name: 'chatModel', label: 'Model that answers', description: 'Empty: none.' },
    { name: 'embeddingModel', label: 'Embedding model', description: 'Empty: none.' },
  ],
  pinecone: [
    {
      name: 'index',
      label: 'Index',
      description: 'An index that exists, made with cosine and the length of your embedding model.',
    },
  ],
  chroma: [
    { name: 'tenant', label: 'Tenant', description: 'Empty: default_tenant.' },
    { name: 'database', label: 'Database', description: 'Empty: default_database.' },
  ],
  qdrant: [],
  weaviate: [],
};

/** The fields that a preset has beside name, address and key. */
export function fieldsOf(preset: string): readonly Field[] {
  const { kind, embeds } = presetOf(preset);
  return FIELDS[kind].filter(({ name }) => embeds || name !== 'embeddingModel');
}

export function hasDimensions(preset: string): boolean {
  return presetOf(preset).embeds;
}

export const PRESET_GROUPS = [
  { group: 'Models', items: presetsWhere(({ kind }) => kind === 'openai') },
  { group: 'Vector stores', items: presetsWhere(({ kind }) => kind !== 'openai') },
];

function presetsWhere(isOne: (preset: Preset) => boolean): { value: string; label: string }[] {
  return Object.entries(PRESETS)
    .filter(([, preset]) => isOne(preset))
    .map(([value, { label }]) => ({ value, label }));
}

export function valuesFor(preset: PresetName): ConnectionValues {
  const { baseUrl, label } = presetOf(preset);
  const empty = { chatModel: '', embeddingModel: '', dimensions: '', index: '', tenant: '', database: '' };
  return { preset, name: label, baseUrl, apiKey: '', ...empty };
}

export function valuesOf(connection: {
  preset: string;
  name: string;
  baseUrl: string;
  options: ConnectionOptions;
}): ConnectionValues {
  const { options, name, baseUrl } = connection;
  const preset = connection.preset as PresetName;
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return { ...valuesFor(preset), name, baseUrl, ...given };
}

/** What is typed into fields that the preset has. */
export function optionsOf(values: ConnectionValues): ConnectionOptions {
  const texts = fieldsOf(values.preset).flatMap(({ name }) => {
    const text = values[name].trim();
    return text === '' ? [] : [[name, text] as const];
  });
  const { dimensions } = values;
  return {
    ...Object.fromEntries(texts),
    ...(hasDimensions(values.preset) && typeof dimensions === 'number' ? { dimensions } : {}),
  };
}

/** The sentence for a form whose required fields are empty. */
export function missingIn(values: ConnectionValues, needsKey: boolean): Record<string, string | null> {
  return {
    name: values.name.trim() === '' ? 'Say how people here know it.' : null,
    baseUrl: values.baseUrl.trim() === '' ? 'Enter the address of the server.' : null,
    apiKey: needsKey && values.apiKey.trim() === '' ? 'Enter the key.' : null,
    index:
      presetOf(values.preset).kind === 'pinecone' && values.index.trim() === '' ? 'Name the index.' : null,
  };
}

'use client';
import { Checkbox, NumberInput, Select, SimpleGrid, Stack, Textarea } from '@mantine/core';
import { DEFAULT_EPOCHS, TARGETS, type TargetId } from '#lib/export/training-targets.ts';
import { Fold } from '../../../_components/fold.tsx';
import type { FormatInfo } from './format-choice.tsx';
import type { RecipeInput } from './recipe-input.ts';

interface RecipeFieldsProps {
  recipe: RecipeInput;
  format: FormatInfo;
  onChange: (recipe: RecipeInput) => void;
}

type Field<K extends keyof RecipeInput> = Exclude<RecipeInput[K], undefined>;

const CONTEXTS: { value: Field<'context'>; label: string }[] = [
  { value: 'logged', label: 'As logged' },
  { value: 'relevant', label: 'Only hits that were graded relevant' },
  { value: 'none', label: 'None: the question alone' },
];
const PERSONAL: { value: Field<'personalData'>; label: string }[] = [
  { value: 'mask', label: 'Mask it: [email], [phone], [card], [key]' },
  { value: 'leave_out', label: 'Leave out queries that hold any' },
  { value: 'keep', label: 'Keep it' },
];
const PROMPTS: { value: Field<'systemPrompt'>['kind']; label: string }[] = [
  { value: 'logged', label: 'As logged' },
  { value: 'none', label: 'None' },
  { value: 'text', label: 'One text for all' },
];

export function RecipeFields({ recipe, format, onChange }: RecipeFieldsProps) {
  const set = (change: Partial<RecipeInput>) => onChange({ ...recipe, ...change });
  const isTraining = format.purpose === 'training';
  const isSplit = format.purpose !== 'reading';
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="sm" verticalSpacing="sm">
        {format.hasPrompt ? <PromptFields recipe={recipe} set={set} /> : null}
        <Choice
          label="Personal data and keys"
          data={PERSONAL}
          value={recipe.personalData ?? 'mask'}
          onChange={(personalData) => set({ personalData })}
        />
        {isTraining ? <CostFields recipe={recipe} set={set} /> : null}
      </SimpleGrid>
      {recipe.systemPrompt?.kind === 'text' && format.hasPrompt ? (
        <Textarea
          label="System prompt"
          autosize
          minRows={2}
          maxRows={8}
          maxLength={20_000}
          value={recipe.systemPrompt.text}
          error={recipe.systemPrompt.text.trim() === '' ? 'Write the text, or choose another.' : null}
          onChange={(event) => set({ systemPrompt: { kind: 'text', text: event.currentTarget.value } })}
        />
      ) : null}
      <Fold summary={isSplit ? 'Agreement, splits and seed' : 'Agreement'}>
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="sm" verticalSpacing="sm">
          <Percent
            label="Reviewers who agree, at least"
            value={recipe.agreement ?? 0}
            max={100}
            onChange={(agreement) => set({ agreement })}
          />
          {isSplit ? <SplitFields recipe={recipe} set={set} /> : null}
        </SimpleGrid>
        <Checkbox
          mt="sm"
          label="Leave out queries that are shown to reviewers to test them"
          checked={recipe.excludeGold ?? true}
          onChange={(event) => set({ excludeGold: event.currentTarget.checked })}
        />
      </Fold>
    </Stack>
  );
}

interface Fields {
  recipe: RecipeInput;
  set: (change: Partial<RecipeInput>) => void;
}

function PromptFields({ recipe, set }: Fields) {
  return (
    <>
      <Choice
        label="System prompt"
        data={PROMPTS}
        value={recipe.systemPrompt?.kind ?? 'logged'}
        onChange={(kind) =>
          set({ systemPrompt: kind === 'text' ? { kind, text: 'Answer only from the context.' } : { kind } })
        }
      />
      <Choice
        label="Context in the prompt"
        data={CONTEXTS}
        value={recipe.context ?? 'logged'}
        onChange={(context) => set({ context })}
      />
    </>
  );
}

/** What is trained, and what its gate needs to say how much that costs. */
function CostFields({ recipe, set }: Fields) {
  return (
    <>
      <Choice
        label="To be trained"
        description="Sets the longest example, and the list price where there is one."
        data={Object.entries(TARGETS).map(([value, { title }]) => ({
          value: value as TargetId,
          label: title,
        }))}
        value={recipe.target ?? 'open-8k'}
        onChange={(target) => set({ target })}
      />
      <NumberInput
        label="Price of a million tokens"
        description="What your provider asks for training; for the cost."
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        prefix="$"
        min={0}
        max={10_000}
        decimalScale={4}
        placeholder="none given"
        value={recipe.usdPerMillionTokens ?? ''}
        onChange={(price) => set({ usdPerMillionTokens: typeof price === 'number' ? price : undefined })}
      />
      <NumberInput
        label="Epochs"
        description="For the cost, and in how to use the files."
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        min={1}
        max={50}
        allowDecimal={false}
        value={recipe.epochs ?? DEFAULT_EPOCHS}
        onChange={(value) => typeof value === 'number' && set({ epochs: value })}
      />
    </>
  );
}

function SplitFields({ recipe, set }: Fields) {
  const { validation = 0.1, test = 0.1 } = recipe.shares ?? {};
  return (
    <>
      <Percent
        label="Questions for validation"
        description="A question that has a side already keeps it."
        value={validation}
        max={50}
        onChange={(share) => set({ shares: { validation: share, test } })}
      />
      <Percent
        label="Questions for the test"
        description="Near-duplicates and one session stay together."
        value={test}
        max={50}
        onChange={(share) => set({ shares: { validation, test: share } })}
      />
      <NumberInput
        label="Seed"
        description="Decides where a question without a side goes."
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        min={0}
        max={0xffff_ffff}
        allowDecimal={false}
        value={recipe.seed ?? 0}
        onChange={(value) => typeof value === 'number' && set({ seed: value })}
      />
    </>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  description?: string;
  data: readonly { value: T; label: string }[];
  value: T;
  onChange: (value: T) => void;
}

function Choice<T extends string>({ label, description, data, value, onChange }: ChoiceProps<T>) {
  return (
    <Select
      label={label}
      description={description}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      data={[...data]}
      value={value}
      allowDeselect={false}
      onChange={(chosen) => {
        const option = data.find((one) => one.value === chosen);
        if (option !== undefined) onChange(option.value);
      }}
    />
  );
}

interface PercentProps {
  label: string;
  description?: string;
  value: number;
  max: number;
  onChange: (share: number) => void;
}

function Percent({ label, description, value, max, onChange }: PercentProps) {
  return (
    <NumberInput
      label={label}
      description={description}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      suffix=" %"
      min={0}
      max={max}
      step={5}
      clampBehavior="strict"
      value={Math.round(100 * value)}
      onChange={(percent) => typeof percent === 'number' && onChange(percent / 100)}
    />
  );
}

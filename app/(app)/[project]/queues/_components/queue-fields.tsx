'use client';
import { Checkbox, Fieldset, Group, NumberInput, Select, Stack, Switch, Text } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { ReactNode } from 'react';
import type { GradingProtocol } from '#lib/labelling/schema.ts';
import { GuidelinesField } from './guidelines-field.tsx';
import { PROTOCOL_CHOICES, type QueueFormValues } from './queue-form-values.ts';
import { RuleFields } from './rule-fields.tsx';

export type QueueForm = UseFormReturnType<QueueFormValues>;

/** All settings of a queue but its name, in groups. */
export function QueueFields({
  project,
  form,
  guidelines,
}: {
  project: string;
  form: QueueForm;
  guidelines: { text: string; version: number | undefined };
}) {
  const values = form.getValues();
  return (
    <Stack gap="lg">
      <ReviewerFields form={form} />
      <AskedFields form={form} />
      <ShownFields form={form} />
      <RuleSettings project={project} form={form} />
      <Part title="Guidelines">
        <GuidelinesField
          version={guidelines.version}
          changed={values.guidelines.trim() !== guidelines.text.trim()}
          value={values.guidelines}
          error={typeof form.errors.guidelines === 'string' ? form.errors.guidelines : undefined}
          onChange={(text) => form.setFieldValue('guidelines', text)}
        />
      </Part>
    </Stack>
  );
}

function ReviewerFields({ form }: { form: QueueForm }) {
  return (
    <Part title="Who reviews">
      <NumberInput
        label="Reviewers of each item"
        description="Each labels without seeing what the others said."
        min={1}
        max={10}
        allowDecimal={false}
        maw={440}
        {...form.getInputProps('reviewers')}
      />
      <Switch
        label="A second reviewer for every failure"
        description="Where the first says partly or wrong."
        {...form.getInputProps('secondFailures', { type: 'checkbox' })}
      />
      <NumberInput
        label="A second reviewer for a random share of the rest"
        description="Holds for items that are added from here on."
        suffix=" %"
        min={0}
        max={100}
        maw={440}
        disabled={form.getValues().reviewers !== 1}
        {...form.getInputProps('secondPercent')}
      />
      <NumberInput
        label="Practice items for a new reviewer"
        description="Decided before, with the decision shown after each. They do not count."
        min={0}
        max={100}
        allowDecimal={false}
        maw={440}
        {...form.getInputProps('calibration')}
      />
      <NumberInput
        label="Hidden decided items"
        description="Share of what a reviewer is given, to measure accuracy. They do not count."
        suffix=" %"
        min={0}
        max={50}
        maw={440}
        {...form.getInputProps('goldPercent')}
      />
    </Part>
  );
}

function AskedFields({ form }: { form: QueueForm }) {
  const values = form.getValues();
  return (
    <Part
      title="What is asked"
      note="The verdict always, and what failed where the answer is partly right or wrong. With nothing else asked, the verdict’s key submits."
    >
      <Checkbox label="Grades of the hits" {...form.getInputProps('asksGrades', { type: 'checkbox' })} />
      {values.asksGrades && (
        <Select
          label="Which hits"
          data={PROTOCOL_CHOICES}
          allowDeselect={false}
          maw={320}
          value={values.gradingProtocol}
          onChange={(value) =>
            value !== null && form.setFieldValue('gradingProtocol', value as GradingProtocol)
          }
        />
      )}
      <Checkbox label="An ideal answer" {...form.getInputProps('asksIdealAnswer', { type: 'checkbox' })} />
      <Checkbox label="A note" {...form.getInputProps('asksNote', { type: 'checkbox' })} />
    </Part>
  );
}

function ShownFields({ form }: { form: QueueForm }) {
  return (
    <Part title="What is shown">
      <Switch
        label="Hide model, scores and machine verdicts"
        description="Until a label is submitted, so that they do not sway the reviewer."
        {...form.getInputProps('hidesMachine', { type: 'checkbox' })}
      />
      <Switch
        label="Suggest a failure"
        description="Missing knowledge, where nothing was found or every hit is graded irrelevant. Marked, never chosen."
        {...form.getInputProps('suggests', { type: 'checkbox' })}
      />
      <NumberInput
        label="An item is kept for"
        description="Minutes on an open screen; then it goes to others."
        suffix=" min"
        min={1}
        max={240}
        allowDecimal={false}
        maw={440}
        {...form.getInputProps('leaseMinutes')}
      />
    </Part>
  );
}

function RuleSettings({ project, form }: { project: string; form: QueueForm }) {
  const values = form.getValues();
  return (
    <Part
      title="Filling rules"
      note="What arrives fills the queue by itself. What a reviewer removed is never added again."
    >
      <RuleFields
        project={project}
        rules={values.rules}
        faults={values.rules.map((_, place) => {
          const fault = form.errors[`rules.${place}`];
          return typeof fault === 'string' ? fault : undefined;
        })}
        onChange={(rules) => form.setFieldValue('rules', rules)}
      />
      {values.rules.length > 0 && (
        <Group gap="md" align="start">
          <NumberInput
            label="At most, a run"
            description="All rules together."
            min={1}
            max={5000}
            allowDecimal={false}
            w={170}
            {...form.getInputProps('fillCap')}
          />
          <NumberInput
            label="Every so many hours"
            description="Empty: only when asked."
            min={1}
            max={720}
            allowDecimal={false}
            w={190}
            {...form.getInputProps('fillEveryHours')}
          />
        </Group>
      )}
    </Part>
  );
}

function Part({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  return (
    <Fieldset legend={title}>
      <Stack gap="sm">
        {note !== undefined && <Text size="sm">{note}</Text>}
        {children}
      </Stack>
    </Fieldset>
  );
}

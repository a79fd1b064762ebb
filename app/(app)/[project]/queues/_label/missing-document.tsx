'use client';
import { Combobox, Loader, Text, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { z } from 'zod';
import { type FoundChunk, foundChunkSchema } from '#lib/query-log/found-chunk.ts';
import { callApi, messageOf } from '../../../../_components/call-api.ts';
import { bestPassage, markTerms, termsOf } from '../../../../_components/matched-terms.ts';
import { ActionButton } from './action-button.tsx';
import { part } from './form-parts.ts';
import classes from './label.module.css';
import type { LabelAction } from './label-keys.ts';

const PASSAGE_LENGTH = 220;
const WAIT_MS = 250;
const SHOWN = 8;

type Found = { q: string; items: FoundChunk[] } | { q: string; fault: string };

/** Names the document that should have been found, by searching what the project knows. */
export function MissingDocument({
  project,
  chosen,
  opened,
  act,
  onChoose,
  leave,
}: {
  project: string;
  /** Content hash of the chunk that is named. */
  chosen: string | undefined;
  opened: boolean;
  act: (action: LabelAction) => void;
  onChoose: (chunk: string | null) => void;
  leave: () => void;
}) {
  const [named, setNamed] = useState<FoundChunk>();
  if (chosen !== undefined) {
    const known = named?.chunk === chosen ? named : undefined;
    return (
      <div>
        <Text size="sm" fw={600}>
          Missing document
        </Text>
        <Text size="sm" lineClamp={3}>
          <bdi>{known === undefined ? 'One is named.' : `${nameOf(known)} ${known.text}`}</bdi>
        </Text>
        <button type="button" className={classes.fold} onClick={() => onChoose(null)}>
          Name no document
        </button>
      </div>
    );
  }
  if (!opened) return <ActionButton action="missing-document" words="Name the missing document" act={act} />;
  return (
    <Search
      project={project}
      leave={leave}
      onChoose={(found) => {
        setNamed(found);
        onChoose(found.chunk);
        leave();
      }}
    />
  );
}

function Search({
  project,
  leave,
  onChoose,
}: {
  project: string;
  leave: () => void;
  onChoose: (found: FoundChunk) => void;
}) {
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), WAIT_MS);
  const found = useFoundChunks(project, q);
  const waits = typed.trim() !== '' && found?.q !== typed.trim();
  const items = found !== undefined && 'items' in found ? found.items : [];
  const [inField, setInField] = useState(false);
  // Only while the field has the focus: beside an open list the keys of the page do not count.
  const listed = inField && items.length > 0;
  const combobox = useCombobox({ opened: listed, onOpenedChange: setInField });
  const { resetSelectedOption } = combobox;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (found === undefined) return;
    resetSelectedOption();
    // The bar of actions stands over the end of the page.
    list.current?.scrollIntoView({ block: 'nearest' });
  }, [found, resetSelectedOption]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      leave();
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      // It submits the label, and chooses nothing.
      resetSelectedOption();
      flushSync(() => setInField(false));
    }
  };
  return (
    <div>
      <Combobox
        store={combobox}
        onOptionSubmit={(chunk) => {
          const chosen = items.find((item) => item.chunk === chunk);
          if (chosen !== undefined) onChoose(chosen);
        }}
      >
        <Combobox.EventsTarget withExpandedAttribute>
          <TextInput
            {...part('missing-document')}
            label="Missing document"
            description="Words of the piece that should have been found. Arrow keys go through what is found, Enter chooses, Esc leaves. It counts as grade 3."
            maxLength={1000}
            value={typed}
            onChange={(event) => {
              setInField(true);
              resetSelectedOption();
              setTyped(event.currentTarget.value);
            }}
            onFocus={() => setInField(true)}
            onBlur={() => setInField(false)}
            onKeyDown={onKeyDown}
            rightSection={waits ? <Loader size="xs" /> : null}
          />
        </Combobox.EventsTarget>
        <div role="status">
          {found !== undefined && 'fault' in found && <Text size="sm">{found.fault}</Text>}
          {found !== undefined && 'items' in found && items.length === 0 && (
            <Text size="sm">Nothing known holds these words.</Text>
          )}
        </div>
        {found !== undefined && listed && (
          <Combobox.Options ref={list} className={classes.found} aria-label="Documents that hold these words">
            {items.map((item) => (
              <Combobox.Option key={item.chunk} value={item.chunk} className={classes.foundChunk}>
                <Excerpt chunk={item} q={found.q} />
              </Combobox.Option>
            ))}
          </Combobox.Options>
        )}
      </Combobox>
    </div>
  );
}

function Excerpt({ chunk, q }: { chunk: FoundChunk; q: string }) {
  const terms = termsOf(q);
  const { start, end } = bestPassage(chunk.text, terms, PASSAGE_LENGTH);
  const name = nameOf(chunk);
  let at = 0;
  return (
    <>
      {name !== '' && (
        <Text component="span" size="sm" fw={600} display="block">
          <bdi>{name}</bdi>
        </Text>
      )}
      <span className={classes.text} dir="auto">
        {markTerms(chunk.text.slice(start, end), terms).map((part) => {
          at += part.text.length;
          return part.marked ? <mark key={at}>{part.text}</mark> : part.text;
        })}
      </span>
    </>
  );
}

function nameOf({ title, source, id }: FoundChunk): string {
  return title || source || id;
}

function useFoundChunks(project: string, q: string): Found | undefined {
  const [found, setFound] = useState<Found>();
  useEffect(() => {
    if (q === '') {
      setFound(undefined);
      return;
    }
    const abort = new AbortController();
    const path = `/api/v1/chunks?limit=${SHOWN}&q=${encodeURIComponent(q)}`;
    const schema = z.object({ items: z.array(foundChunkSchema) });
    callApi(project, 'GET', path, undefined, schema, abort.signal)
      .then(({ items }) => setFound({ q, items }))
      .catch((error: unknown) => {
        if (!abort.signal.aborted) setFound({ q, fault: messageOf(error) });
      });
    return () => abort.abort();
  }, [project, q]);
  return found;
}

import type { ReactNode } from 'react';
import Markdown, { type Components } from 'react-markdown';
import rehypeSanitize from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import { htmlAsText } from './html-as-text.ts';
import { linkCitations } from './link-citations.ts';
import classes from './safe-markdown.module.css';

/** Longer texts are shown as they are: parsing them would hold up the page. */
const MAX_MARKDOWN_LENGTH = 50_000;
const SAFE_PROTOCOLS = new Set(['http:', 'https:', 'mailto:']);

/**
 * Markdown of unknown origin. HTML in it stays text, images are named but never fetched, links go only to
 * http, https and mailto and show their host. `citations` turns [n] into a link to #hit-n, for n up to that; where
 * the hits of two answers are on one page, `hitPrefix` tells them apart, such as "before-hit-".
 */
export function SafeMarkdown({
  text,
  citations = 0,
  hitPrefix = 'hit-',
}: {
  text: string;
  citations?: number;
  hitPrefix?: string;
}) {
  if (text.length > MAX_MARKDOWN_LENGTH) {
    return (
      <div dir="auto" className={`${classes.text} ${classes.plain}`}>
        {text}
      </div>
    );
  }
  return (
    <div dir="auto" className={classes.text}>
      <Markdown
        remarkPlugins={[remarkGfm, htmlAsText, [linkCitations, { upTo: citations, prefix: hitPrefix }]]}
        rehypePlugins={[rehypeSanitize]}
        components={COMPONENTS}
      >
        {text}
      </Markdown>
    </div>
  );
}

/** Headings of the text are no headings of the page. */
function Heading({ children }: { children?: ReactNode }) {
  return <p className={classes.heading}>{children}</p>;
}

function SafeLink({ href = '', children }: { href?: string | undefined; children?: ReactNode }) {
  if (/^#(?:[a-z]+-)?hit-\d+$/.test(href)) return <a href={href}>{children}</a>;
  const url = URL.canParse(href) ? new URL(href) : undefined;
  if (url === undefined || !SAFE_PROTOCOLS.has(url.protocol)) return <span>{children}</span>;
  const host = url.protocol === 'mailto:' ? url.pathname : url.host;
  return (
    <>
      <a href={url.href} target="_blank" rel="noopener noreferrer nofollow">
        {children}
      </a>
      {typeof children === 'string' && children.includes(host) ? null : (
        <bdi className={classes.host}> ({host})</bdi>
      )}
    </>
  );
}

function ImagePlaceholder({ src, alt }: { src?: unknown; alt?: string | undefined }) {
  const host = typeof src === 'string' && URL.canParse(src) ? new URL(src).host : undefined;
  return (
    <span className={classes.image}>
      Image not loaded{host === undefined ? '' : ` from ${host}`}
      {alt ? (
        <>
          : <bdi>{alt}</bdi>
        </>
      ) : null}
    </span>
  );
}

function ScrollingTable({ children }: { children?: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.scroll} aria-label="Table" tabIndex={0}>
      <table>{children}</table>
    </section>
  );
}

function ScrollingCode({ children }: { children?: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <pre className={classes.scroll} tabIndex={0}>
      {children}
    </pre>
  );
}

const COMPONENTS: Components = {
  h1: ({ children }) => <Heading>{children}</Heading>,
  h2: ({ children }) => <Heading>{children}</Heading>,
  h3: ({ children }) => <Heading>{children}</Heading>,
  h4: ({ children }) => <Heading>{children}</Heading>,
  h5: ({ children }) => <Heading>{children}</Heading>,
  h6: ({ children }) => <Heading>{children}</Heading>,
  a: ({ href, children }) => <SafeLink href={href}>{children}</SafeLink>,
  img: ({ src, alt }) => <ImagePlaceholder src={src} alt={alt} />,
  table: ({ children }) => <ScrollingTable>{children}</ScrollingTable>,
  pre: ({ children }) => <ScrollingCode>{children}</ScrollingCode>,
  // A check box of a task list is a statement of the text, not a control of the page.
  input: ({ checked }) => <span>{checked ? '☑' : '☐'} </span>,
};

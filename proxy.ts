import { type NextRequest, NextResponse } from 'next/server';

/**
 * Puts a fresh nonce on every page, and on the request where it goes, for the way back after signing in. Next reads
 * the nonce from the request's own policy header and puts it on its scripts. This is not where access is decided:
 * every page and route does that for itself.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('x-path', `${request.nextUrl.pathname}${request.nextUrl.search}`);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  response.headers.set('referrer-policy', 'no-referrer');
  response.headers.set('x-content-type-options', 'nosniff');
  response.headers.set('cache-control', 'private, no-store');
  // A page and what its router fetches have the same address.
  response.headers.set(
    'vary',
    'cookie, rsc, next-router-state-tree, next-router-prefetch, next-router-segment-prefetch',
  );
  return response;
}

export const config = { matcher: [{ source: '/((?!_next/static|api/|v1/).*)' }] };

function contentSecurityPolicy(nonce: string): string {
  const development = process.env.NODE_ENV === 'development';
  // Charts need style attributes; the development server needs eval, inline style elements and a socket.
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    development ? "style-src-elem 'self' 'unsafe-inline'" : `style-src-elem 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${development ? ' ws:' : ''}`,
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
  ].join('; ');
}

/** 303 to a path of this server, with the cookies to keep. */
export function redirectTo(path: string, cookies: readonly string[] = []): Response {
  return new Response(null, { status: 303, headers: withCookies({ location: path }, cookies) });
}

/** A JSON answer with cookies to keep. */
export function jsonWithCookies(body: object, cookies: readonly string[], status = 200): Response {
  return Response.json(body, { status, headers: withCookies({}, cookies) });
}

function withCookies(fields: Record<string, string>, cookies: readonly string[]): Headers {
  const headers = new Headers({ 'cache-control': 'private, no-store', ...fields });
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  return headers;
}

import { createServer, type RequestListener, type Server } from 'node:http';
import { admitRequest, MISDIRECTED } from '#lib/auth/admit-request.ts';
import type { Settings } from '#lib/platform/env.ts';
import { refuseRequest } from '#lib/platform/refuse-request.ts';
import { ingestRoute } from './routes.ts';

const NOT_HERE = {
  error: { code: 'not_found', message: 'This port takes OpenTelemetry only: /v1/traces and /v1/logs.' },
};

/**
 * The standard port of OTLP/HTTP beside the one door: hands the paths of OTLP to `pass` and knows no others.
 * `settings` are those of the door, with the port of this one.
 */
export function otlpServer(pass: RequestListener, settings: Settings): Server {
  return createServer((request, response) => {
    const [pathname = '/'] = (request.url ?? '/').split('?');
    if (ingestRoute(pathname)?.route.ownsPath === true) pass(request, response);
    else if (admitRequest(request, settings)) refuseRequest(response, 404, NOT_HERE);
    else refuseRequest(response, 421, MISDIRECTED);
  });
}

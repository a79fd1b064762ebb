import type { ServerResponse } from 'node:http';

/** Answers with an error in JSON and ends the connection. */
export function refuseRequest(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(JSON.stringify(body));
}

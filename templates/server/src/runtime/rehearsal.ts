import { Duplex } from "node:stream";

const ANSWER = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";

/** Stands in for a connection: answers the first thing that is written to it. */
export function rehearsalConnection(): Duplex {
  const stream = new Duplex({
    read() {
      // What there is to read was pushed when the request was written.
    },
    write(_chunk, _encoding, done) {
      stream.push(ANSWER);
      done();
    },
  });
  return stream;
}

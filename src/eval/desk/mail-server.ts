import { type AddressInfo, createServer, type Socket } from "node:net";

export interface MailServer {
  /** `smtp://127.0.0.1:<port>`: it takes every mail, and passes none on. */
  readonly url: string;
  close(): void;
}

/** Far more than a notice has. */
const mostBytes = 1_000_000;

/** Takes mails as a server does that wants neither TLS nor a password. Source: RFC 5321, section 4. */
export async function startMailServer(took: (mail: string) => void): Promise<MailServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    talk(socket, took);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    close: () => {
      server.close();
      for (const socket of sockets) {
        socket.destroy();
      }
    },
  };
}

function talk(socket: Socket, took: (mail: string) => void): void {
  let unread = "";
  let isMail = false;
  const reply = (line: string): void => {
    socket.write(`${line}\r\n`);
  };
  reply("220 mcpgen eval");
  socket.setEncoding("latin1").on("data", (chunk: string) => {
    unread += chunk;
    if (unread.length > mostBytes) {
      socket.destroy();
      return;
    }
    for (;;) {
      const end = isMail ? "\r\n.\r\n" : "\r\n";
      const at = unread.indexOf(end);
      if (at === -1) {
        return;
      }
      const whole = unread.slice(0, at);
      unread = unread.slice(at + end.length);
      if (isMail) {
        isMail = false;
        // A line that begins with a dot has got another one on its way (section 4.5.2).
        took(whole.replaceAll("\r\n..", "\r\n."));
        reply("250 taken");
        continue;
      }
      const verb = whole.slice(0, 4).toUpperCase();
      isMail = verb === "DATA";
      reply(answers[verb] ?? "250 ok");
      if (verb === "QUIT") {
        socket.end();
      }
    }
  });
}

const answers: Readonly<Record<string, string>> = {
  DATA: "354 go on, and end with a dot",
  QUIT: "221 bye",
  STAR: "502 no TLS here",
};

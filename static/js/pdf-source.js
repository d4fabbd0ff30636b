// The bytes of a PDF, asked for part by part as its pages are read. A part that fails is asked for again, then waits:
// nothing is lost, the reader is told, and `retry` takes up all that waits.
const PART = 2 ** 18;
const PAUSES = [400, 1600];

/** What went wrong, in one word: network, gone, refused, changed, server. */
export class Trouble extends Error {
  constructor(kind) {
    super(kind);
    this.kind = kind;
  }
}

const pause = (time) => new Promise((done) => setTimeout(done, time));

const isPdf = (answer) => (answer.headers.get("Content-Type") || "").startsWith("application/pdf");

const troubleOf = (answer) => {
  if (answer.status === 404 || answer.status === 410) return "gone";
  if (answer.status === 416) return "changed";
  if (answer.status >= 500 || answer.status === 429) return "server";
  return "refused";
};

const ask = async (url, begin, end, tag, signal) => {
  const headers = { Range: `bytes=${begin}-${end - 1}`, ...(tag && { "If-Range": tag }) };
  let answer;
  try {
    answer = await fetch(url, { headers, signal });
  } catch (error) {
    throw signal.aborted ? error : new Trouble("network");
  }
  // A session that ended leads to a page, not to a file.
  if (!answer.ok || !isPdf(answer)) throw new Trouble(answer.ok ? "refused" : troubleOf(answer));
  try {
    return { answer, bytes: new Uint8Array(await answer.arrayBuffer()) };
  } catch (error) {
    throw signal.aborted ? error : new Trouble("network");
  }
};

const passes = (error) => error.kind === "network" || error.kind === "server";

const insist = async (act, signal) => {
  for (const wait of PAUSES) {
    try {
      return await act();
    } catch (error) {
      if (signal.aborted || !passes(error)) throw error;
      await pause(wait);
    }
  }
  return act();
};

/** Open a file; `told` hears of a trouble met while reading, then of its end (null). */
export const openFile = async ({ lib, url, told }) => {
  const stop = new AbortController();
  const { signal } = stop;
  const { answer, bytes } = await insist(() => ask(url, 0, PART, "", signal), signal);
  const total = Number((answer.headers.get("Content-Range") || "").split("/")[1]) || bytes.length;
  const tag = answer.headers.get("ETag") || "";
  const settings = { disableAutoFetch: true, disableStream: true, rangeChunkSize: PART, verbosity: 0 };
  if (bytes.length >= total) {
    const task = lib.getDocument({ ...settings, data: bytes });
    return { task, retry: () => {}, close: () => task.destroy() };
  }

  const waiting = new Set();
  class Parts extends lib.PDFDataRangeTransport {
    requestDataRange(begin, end) {
      this.take({ begin, end });
    }

    async take(part) {
      try {
        const found = await insist(() => ask(url, part.begin, part.end, tag, signal), signal);
        if (found.answer.status !== 206) throw new Trouble("changed");
        waiting.delete(part);
        if (!waiting.size) told(null);
        this.onDataRange(part.begin, found.bytes);
      } catch (error) {
        if (signal.aborted) return;
        waiting.add(part);
        told(error.kind || "server");
      }
    }

    abort() {
      stop.abort();
    }
  }
  const parts = new Parts(total, bytes);
  const task = lib.getDocument({ ...settings, range: parts });
  return {
    task,
    retry: () => [...waiting].forEach((part) => parts.take(part)),
    close: () => {
      stop.abort();
      return task.destroy();
    },
  };
};

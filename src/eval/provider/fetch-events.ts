import { ModelError } from "../model.js";

const longestShown = 120;

/**
 * A `fetch` for turns, which come as events: throws a `ModelError` for a success that holds none,
 * such as the page of a server at whose address no model is. To ask for it again would be in vain.
 */
export async function fetchEvents(...request: Parameters<typeof fetch>): ReturnType<typeof fetch> {
  const response = await fetch(...request);
  const { headers, ok, status } = response;
  const [mediaType = ""] = (headers.get("content-type") ?? "").split(";");
  if (!ok || mediaType.trim().toLowerCase() === "text/event-stream") {
    return response;
  }
  // Some endpoints give their events another name.
  const text = await response.text();
  if (/^data:/m.test(text)) {
    return new Response(text, { status, headers });
  }
  const what = mediaType === "" ? "without a media type" : mediaType;
  throw new ModelError(
    "refused-request",
    `the model's endpoint answered ${status} ${what}, not text/event-stream${shown(mediaType, text)}: is its address whole? Most end in /v1`,
  );
}

/** What may be an error in words; a page tells nothing in a line. */
function shown(mediaType: string, text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  if (line === "" || /\b(?:ht|x)ml\b/i.test(mediaType)) {
    return "";
  }
  return ` (${line.length > longestShown ? `${line.slice(0, longestShown)}…` : line})`;
}

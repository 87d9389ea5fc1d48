import type { SourceFile } from "../../source/source-file.js";
import type { SourceText } from "../../source/source-text.js";

/** Takes a decoded text piece by piece. */
export interface Target {
  /** Adds text whose characters stand next to each other in the file. */
  verbatim(text: string, offset: number): void;
  /** Adds text that one place in the file stands for. */
  standIn(text: string, offset: number): void;
}

export class Decoded implements Target {
  #text = "";
  readonly #offsets: number[] = [];

  verbatim(text: string, offset: number): void {
    this.#text += text;
    for (let index = 0; index < text.length; index++) {
      this.#offsets.push(offset + index);
    }
  }

  standIn(text: string, offset: number): void {
    this.#text += text;
    for (let index = 0; index < text.length; index++) {
      this.#offsets.push(offset);
    }
  }

  toSourceText(file: SourceFile, start: number, end: number): SourceText {
    const [first] = this.#offsets;
    const span = { file, start, end };
    if (first === undefined) {
      return { text: "", span, offsets: Math.min(end, start + 1) };
    }
    if (this.#offsets.every((offset, index) => offset === first + index)) {
      return { text: this.#text, span, offsets: first };
    }
    return { text: this.#text, span, offsets: [...this.#offsets, end] };
  }
}

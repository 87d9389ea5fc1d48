import type { Invoice } from "../records.js";

/** A PDF of one page that readers open: number, amount and due date, one below the other. */
export function invoicePdf(invoice: Invoice): Uint8Array {
  const lines = [
    `Invoice ${invoice.number ?? invoice.id}`,
    `${invoice.currency} ${invoice.amount_cents} (minor unit)`,
    `Due ${invoice.due_date ?? "on receipt"}`,
  ];
  const drawn = lines.map((line) => `(${line.replace(/[()\\]/g, "\\$&")}) Tj T*`).join(" ");
  const text = `BT /F1 16 Tf 72 760 Td 22 TL ${drawn} ET`;
  return assemble([
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ]);
}

/** Source: ISO 32000-1, section 7.5 (file structure): header, objects, cross-reference table, trailer. */
function assemble(objects: readonly string[]): Uint8Array {
  let file = "%PDF-1.4\n";
  const offsets: number[] = [];
  for (const [index, object] of objects.entries()) {
    offsets.push(file.length);
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
  }
  const start = file.length;
  const entries = offsets
    .map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`)
    .join("");
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}`;
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(file, "latin1");
}

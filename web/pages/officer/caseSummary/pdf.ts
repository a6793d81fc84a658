/** A document of a case as a PDF that a screen reader can read: tagged, with a text layer, its language and its title. */
import { join } from 'node:path';
import PDFDocument from 'pdfkit';
import { modulesFolder } from '../../../packageFolder.js';
import type { CaseDocument, Section } from './documents.js';

const FONTS = join(modulesFolder, 'dejavu-fonts-ttf/ttf');
const MARGIN = 56;
const KEY_WIDTH = 165;
const GAP = 12;

export interface PdfOptions {
  /** At the foot of each page: who printed it and when. */
  foot: string;
  /** "Page 1 of 3". */
  pageWords: (page: number, pages: number) => string;
  lang: string;
  /** Who publishes it. */
  author: string;
  /** Above everything, where the data is invented. */
  banner: string | null;
  createdAt: Date;
}

/** Letters of most scripts are in its typeface, so that a name stands as it is written. */
export function documentPdf({ title, sections }: CaseDocument, options: PdfOptions): Promise<Buffer> {
  const pdf = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    pdfVersion: '1.7',
    tagged: true,
    displayTitle: true,
    lang: options.lang,
    info: { Title: title, Author: options.author, CreationDate: options.createdAt, ModDate: options.createdAt },
  });
  pdf.registerFont('plain', join(FONTS, 'DejaVuSans.ttf'));
  pdf.registerFont('bold', join(FONTS, 'DejaVuSans-Bold.ttf'));
  const done = collected(pdf);
  const root = pdf.struct('Document');
  pdf.addStructure(root);
  const { banner } = options;
  if (banner !== null)
    root.add(
      pdf.struct('P', {}, () => {
        pdf.font('bold').fontSize(10).text(banner).moveDown();
      }),
    );
  root.add(
    pdf.struct('H1', {}, () => {
      pdf.font('bold').fontSize(18).text(title).moveDown();
    }),
  );
  for (const section of sections) addSection(pdf, root, section);
  root.end();
  addFeet(pdf, options);
  pdf.end();
  return done;
}

function addSection(
  pdf: PDFKit.PDFDocument,
  root: PDFKit.PDFStructureElement,
  { heading, rows, empty }: Section,
): void {
  root.add(
    pdf.struct('H2', {}, () => {
      if (pdf.y > bottomOf(pdf) - 60) pdf.addPage();
      pdf.font('bold').fontSize(13).text(heading, MARGIN).moveDown(0.4);
    }),
  );
  if (rows.length === 0) {
    root.add(
      pdf.struct('P', {}, () => {
        pdf.font('plain').fontSize(10).text(empty, MARGIN).moveDown();
      }),
    );
    return;
  }
  const table = pdf.struct('Table');
  root.add(table);
  for (const { key, value } of rows) {
    const row = pdf.struct('TR');
    table.add(row);
    let top = 0;
    let below = 0;
    row.add(
      pdf.struct('TH', {}, () => {
        pdf.fontSize(10);
        const height = Math.max(
          pdf.font('bold').heightOfString(key, { width: KEY_WIDTH }),
          pdf.font('plain').heightOfString(value, { width: valueWidth(pdf) }),
        );
        // A row that fits on a page is not broken over two.
        if (pdf.y + height > bottomOf(pdf) && height < bottomOf(pdf) - MARGIN) pdf.addPage();
        top = pdf.y;
        pdf.font('bold').text(key, MARGIN, top, { width: KEY_WIDTH });
        below = pdf.y;
      }),
    );
    row.add(
      pdf.struct('TD', {}, () => {
        const page = pdf.bufferedPageRange().count;
        pdf.font('plain').text(value, MARGIN + KEY_WIDTH + GAP, top, { width: valueWidth(pdf) });
        // On the page where the value ends, the key above is no measure any more.
        pdf.y = (pdf.bufferedPageRange().count === page ? Math.max(pdf.y, below) : pdf.y) + 5;
      }),
    );
    row.end();
  }
  table.end();
  pdf.moveDown();
}

const valueWidth = (pdf: PDFKit.PDFDocument): number => pdf.page.width - 2 * MARGIN - KEY_WIDTH - GAP;
const bottomOf = (pdf: PDFKit.PDFDocument): number => pdf.page.height - MARGIN;

/** The foot is no part of what is read out. */
function addFeet(pdf: PDFKit.PDFDocument, { foot, pageWords }: PdfOptions): void {
  const { start, count } = pdf.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    pdf.switchToPage(start + index);
    pdf.page.margins.bottom = 0;
    pdf.markContent('Artifact', { type: 'Pagination' });
    pdf
      .font('plain')
      .fontSize(8)
      .text(`${foot}    ${pageWords(index + 1, count)}`, MARGIN, pdf.page.height - MARGIN + 16, {
        width: pdf.page.width - 2 * MARGIN,
        lineBreak: false,
      });
    pdf.endMarkedContent();
  }
}

function collected(pdf: PDFKit.PDFDocument): Promise<Buffer> {
  const parts: Buffer[] = [];
  return new Promise((resolve, reject) => {
    pdf.on('data', (part: Buffer) => parts.push(part));
    pdf.on('end', () => {
      resolve(Buffer.concat(parts));
    });
    pdf.on('error', reject);
  });
}

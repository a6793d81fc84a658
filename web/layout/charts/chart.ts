/** A chart as a template draws it: everything placed, in units of its own width and height. */
export interface Chart {
  /** Unique on its page. */
  id: string;
  width: number;
  height: number;
  /** Says every number, for whoever does not see the bars. */
  label: string;
  bars: readonly Bar[];
  texts: readonly PlacedText[];
  /** The line from which the bars begin. */
  base: { x1: number; y1: number; x2: number; y2: number };
  legend: readonly { text: string; hatched: boolean; x: number; y: number }[];
}

export interface Bar {
  x: number;
  y: number;
  width: number;
  height: number;
  /** The second series is hatched, so that colour alone tells nothing. */
  hatched: boolean;
}

export interface PlacedText {
  x: number;
  y: number;
  text: string;
  anchor: 'start' | 'middle' | 'end';
}

/** One row of figures: a name and a figure for each series; null is "not known" and has no bar. */
export interface Figures {
  name: string;
  values: readonly (number | null)[];
}

export interface ChartOf {
  id: string;
  rows: readonly Figures[];
  /** One or two. */
  series: readonly string[];
  label: string;
}

const WIDTH = 720;
/** What a phone leaves of its screen. */
const NARROW = 340;
/** A longer name stands above its bar where the drawing is narrow. */
const LONGEST_BESIDE = 12;
/** Room for the figure that stands at the end of a bar. */
const FIGURE = 24;
const NAME_LINE = 22;
const LEGEND_LINE = 28;
const COLUMN_HEIGHT = 180;
const ROW = 34;
const BAR = 22;

const most = (rows: readonly Figures[]): number =>
  Math.max(1, ...rows.flatMap(({ values }) => values.map((value) => value ?? 0)));

/** Standing columns, for months: the series side by side. */
export function columnChart({ id, rows, series, label }: ChartOf): Chart {
  const top = series.length > 1 ? LEGEND_LINE : 0;
  const floor = top + FIGURE + COLUMN_HEIGHT;
  const slot = WIDTH / Math.max(1, rows.length);
  const column = Math.min(40, (slot * 0.8) / Math.max(1, series.length));
  const scale = COLUMN_HEIGHT / most(rows);
  const bars: Bar[] = [];
  const texts: PlacedText[] = [];
  rows.forEach(({ name, values }, row) => {
    const middle = (row + 0.5) * slot;
    const left = middle - (column * values.length) / 2;
    values.forEach((value, index) => {
      const height = (value ?? 0) * scale;
      const x = left + index * column;
      if (height > 0) bars.push({ x: x + 1, y: floor - height, width: column - 2, height, hatched: index > 0 });
      texts.push({ x: x + column / 2, y: floor - height - 6, text: figure(value), anchor: 'middle' });
    });
    texts.push({ x: middle, y: floor + NAME_LINE - 4, text: name, anchor: 'middle' });
  });
  return rounded({
    ...{ id, label, bars, texts, width: WIDTH, height: floor + NAME_LINE + 4 },
    base: { x1: 0, y1: floor, x2: WIDTH, y2: floor },
    legend: legendOf(series, 200),
  });
}

/** Lying bars, for few things with long names. */
export const barChart = (of: ChartOf): Chart => lyingBars(of, WIDTH);

/** The same figures on a phone: lying bars, the longer names above them. */
export const narrowChart = (of: ChartOf): Chart => lyingBars({ ...of, id: `${of.id}-narrow` }, NARROW);

function lyingBars({ id, rows, series, label }: ChartOf, width: number): Chart {
  const top = series.length > 1 ? LEGEND_LINE : 0;
  const longest = Math.max(0, ...rows.map(({ name }) => name.length));
  const above = width === NARROW && longest > LONGEST_BESIDE;
  const left = above ? 1 : Math.min(300, 20 + 9 * longest);
  const scale = (width - left - 60) / most(rows);
  const nameLine = above ? NAME_LINE : 0;
  const group = nameLine + ROW * Math.max(1, series.length);
  const bars: Bar[] = [];
  const texts: PlacedText[] = [];
  rows.forEach(({ name, values }, row) => {
    const y = top + row * group;
    texts.push(
      above
        ? { x: left + 7, y: y + NAME_LINE - 4, text: name, anchor: 'start' }
        : { x: left - 10, y: y + group / 2 + 5, text: name, anchor: 'end' },
    );
    values.forEach((value, index) => {
      const long = (value ?? 0) * scale;
      const at = y + nameLine + index * ROW + (ROW - BAR) / 2;
      if (long > 0) bars.push({ x: left, y: at, width: long, height: BAR, hatched: index > 0 });
      texts.push({ x: left + long + 8, y: at + BAR - 6, text: figure(value), anchor: 'start' });
    });
  });
  const height = top + rows.length * group;
  return rounded({
    ...{ id, label, bars, texts, width, height },
    base: { x1: left, y1: top, x2: left, y2: height },
    legend: legendOf(series, Math.min(200, width / 2)),
  });
}

const figure = (value: number | null): string => (value === null ? '–' : String(value));

const legendOf = (series: readonly string[], apart: number): Chart['legend'] =>
  series.length < 2 ? [] : series.map((text, index) => ({ text, hatched: index > 0, x: index * apart, y: 2 }));

/** Two decimals are finer than any screen. */
const rounded = (chart: Chart): Chart => ({
  ...chart,
  bars: chart.bars.map((bar) => ({
    ...bar,
    x: two(bar.x),
    y: two(bar.y),
    width: two(bar.width),
    height: two(bar.height),
  })),
  texts: chart.texts.map((text) => ({ ...text, x: two(text.x), y: two(text.y) })),
});

const two = (value: number): number => Math.round(value * 100) / 100;

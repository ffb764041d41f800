// Plain JavaScript without a build: it stands as it is in the page. It leaves no global name behind, finds its place by the
// key of its data and not by document.currentScript, and starts each place once, since a page may hold several explorers
// and JupyterLab runs a script again whenever it shows an output again.

const SIZE = 480, LEFT = 52, TOP = 8, INNER = 420;
const NEAREST = 5;
const INK = "#222222", QUIET = "#5f5f5f", GRID = "#e4e4e4";
const GLYPHS = ["\u25cf", "\u25b2", "\u25a0", "\u25c6", "\u25bc"];

// One further with each round of the ten colors, as in the figures, so that fifty classes differ.
function shape(label) {
  return (label + Math.floor(label / 10)) % GLYPHS.length;
}

// Everything lies in a shadow tree, which no style of the page reaches and which takes the place of the still picture.
const STYLE = `
:host { display: block; max-width: 800px; }
* { box-sizing: border-box; }
.card { background: #ffffff; color: ${INK}; color-scheme: light; padding: 14px 16px 12px; border-radius: 4px;
  font: 14px/1.4 system-ui, "DejaVu Sans", sans-serif; }
.title { font-weight: bold; font-size: 17px; margin: 0 0 4px; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 14px; margin: 0 0 8px; padding: 0; list-style: none; font-size: 13px; }
.legend span { font-size: 12px; margin-right: 5px; }
.parts { display: flex; flex-wrap: wrap; gap: 12px 22px; align-items: flex-start; }
.plane { position: relative; flex: 0 1 ${SIZE}px; min-width: 220px; aspect-ratio: 1; touch-action: pinch-zoom; cursor: crosshair;
  border-radius: 4px; user-select: none; -webkit-user-select: none; overflow: hidden; }
.plane:focus { outline: none; }
.plane:focus-visible { outline: 3px solid #0072b2; outline-offset: 1px; }
.plane canvas { position: absolute; inset: 0; width: 100%; height: 100%; }
.mark { position: absolute; width: 18px; height: 18px; margin: -9px 0 0 -9px; border: 3px solid ${INK}; border-radius: 50%;
  box-shadow: 0 0 0 2px #ffffff, inset 0 0 0 2px #ffffff; pointer-events: none; }
.side { flex: 1 1 230px; min-width: 200px; max-width: 254px; margin-top: ${TOP}px; }
.picture { display: block; max-width: 100%; image-rendering: pixelated; background: #000000; }
.code { display: block; margin: 8px 0 2px; font-size: 16px; font-variant-numeric: tabular-nums; }
.near { min-height: 4.2em; margin-bottom: 8px; font-size: 13px; }
.side p { margin: 0 0 8px; font-size: 13px; color: ${QUIET}; }
.heard { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;

function exploreAll(key, data) {
  for (const place of document.querySelectorAll('[data-hourglass-explorer="' + key + '"]')) {
    if (!place.shadowRoot) {
      explore(place, data);
    }
  }
}

// Numbers as hourglass.notebook.Numbers writes them: the lowest byte and bit first.
function reader(text) {
  const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  return {
    whole() {
      at += 2;
      return view.getUint16(at - 2, true);
    },
    floats(n) {
      const floats = new Float32Array(n);
      for (let i = 0; i < n; i++, at += 4) {
        floats[i] = view.getFloat32(at, true);
      }
      return floats;
    },
    // Rows of whole numbers of b bits, raised by half their range; each row has its scale.
    rows(scales, length, bits) {
      const values = new Float32Array(scales.length * length);
      const half = 1 << bits - 1, mask = (1 << bits) - 1;
      let pending = 0, count = 0;
      for (let i = 0; i < values.length; i++) {
        while (count < bits) {
          pending |= bytes[at++] << count;
          count += 8;
        }
        values[i] = scales[i / length | 0] * ((pending & mask) - half);
        pending >>>= bits;
        count -= bits;
      }
      return values;
    }
  };
}

const volume = shape => shape.reduce((product, size) => product * size, 1);

// Gives a step its weights and the room for its output, so that decoding allocates nothing.
function prepare(step, numbers, bits) {
  step.output = step.kind === "activation" ? null : new Float32Array(volume(step.to));
  if (step.kind === "dense" || step.kernel) {
    const outputs = step.to[0];
    const length = step.kind === "dense" ? volume(step.from) : step.from[0] * volume(step.kernel);
    const scales = numbers.floats(outputs);
    step.biases = numbers.floats(outputs);
    step.weights = numbers.rows(scales, length, bits);
  }
  if (step.kernel) {
    step.taps = [tapsAlong(step, 0), tapsAlong(step, 1)];
    step.beside = new Float32Array(volume(step.from));
    step.weights = channelsLast(step.weights, step.from[0], volume(step.kernel));
  }
}

// From [filter][channel][place] to [filter][place][channel].
function channelsLast(weights, channels, places) {
  const turned = new Float32Array(weights.length);
  for (let at = 0; at < weights.length; at++) {
    const place = at % places, channel = (at / places | 0) % channels, filter = at / (places * channels) | 0;
    turned[(filter * places + place) * channels + channel] = weights[at];
  }
  return turned;
}

function dense(step, x) {
  const { weights, biases, output } = step;
  const n = x.length;
  for (let o = 0, at = 0; o < output.length; o++) {
    let sum = biases[o];
    for (let i = 0; i < n; i++) {
      sum += weights[at++] * x[i];
    }
    output[o] = sum;
  }
  return output;
}

// Place p of a convolution's output gathers from places p * stride - padding + k of its input; a transposed one gathers from
// those places q for which q * stride - padding + k is p. The channels of a place lie side by side for it: the inner loop is
// then long, without gaps, and the same for both. Four sums, because one addition need not wait for the last then.
function convolution(step, x) {
  const { weights, biases, output, beside, taps, from, to } = step;
  const channels = from[0], places = from[1] * from[2], rows = to[1], columns = to[2];
  for (let i = 0, at = 0; i < channels; i++) {
    for (let p = 0; p < places; p++) {
      beside[p * channels + i] = x[at++];
    }
  }
  const [down, across] = taps, whole = channels & ~3;
  for (let o = 0, at = 0; o < to[0]; o++) {
    for (let row = 0; row < rows; row++) {
      const tapsDown = down[row];
      for (let column = 0; column < columns; column++) {
        const tapsAcross = across[column];
        let a = biases[o], b = 0, c = 0, d = 0;
        for (let i = 0; i < tapsDown.length; i += 2) {
          for (let j = 0; j < tapsAcross.length; j += 2) {
            let w = ((o * step.kernel[0] + tapsDown[i]) * step.kernel[1] + tapsAcross[j]) * channels;
            let v = (tapsDown[i + 1] * from[2] + tapsAcross[j + 1]) * channels;
            const end = v + whole, last = v + channels;
            for (; v < end; v += 4, w += 4) {
              a += weights[w] * beside[v];
              b += weights[w + 1] * beside[v + 1];
              c += weights[w + 2] * beside[v + 2];
              d += weights[w + 3] * beside[v + 3];
            }
            for (; v < last; v++, w++) {
              a += weights[w] * beside[v];
            }
          }
        }
        output[at++] = a + b + c + d;
      }
    }
  }
  return output;
}

// For each place along one side of the output: which weights k meet which places of the input, as pairs.
function tapsAlong(step, side) {
  const stride = step.stride[side], padding = step.padding[side], length = step.from[side + 1];
  return Array.from({ length: step.to[side + 1] }, (_, p) => {
    const pairs = [];
    for (let k = 0; k < step.kernel[side]; k++) {
      const q = step.kind === "transposed" ? (p + padding - k) / stride : p * stride - padding + k;
      if (Number.isInteger(q) && q >= 0 && q < length) {
        pairs.push(k, q);
      }
    }
    return Int32Array.from(pairs);
  });
}

function upsampling(step, x) {
  const { output, from, to, factor } = step;
  for (let channel = 0, at = 0; channel < to[0]; channel++) {
    for (let row = 0; row < to[1]; row++) {
      const start = (channel * from[1] + (row / factor[0] | 0)) * from[2];
      for (let column = 0; column < to[2]; column++) {
        output[at++] = x[start + (column / factor[1] | 0)];
      }
    }
  }
  return output;
}

// In place. One loop for each function, so that the compiler need not look at the name for each number.
function activation(step, x) {
  const n = x.length, slope = step.slope;
  switch (step.name) {
    case "relu": for (let i = 0; i < n; i++) { x[i] = x[i] > 0 ? x[i] : 0; } break;
    case "leakyrelu": for (let i = 0; i < n; i++) { x[i] = x[i] > 0 ? x[i] : slope * x[i]; } break;
    case "elu": for (let i = 0; i < n; i++) { x[i] = x[i] > 0 ? x[i] : slope * Math.expm1(x[i]); } break;
    case "sigmoid": for (let i = 0; i < n; i++) { x[i] = 1 / (1 + Math.exp(-x[i])); } break;
    case "tanh": for (let i = 0; i < n; i++) { x[i] = Math.tanh(x[i]); } break;
    case "softplus":
      for (let i = 0; i < n; i++) { x[i] = Math.max(x[i], 0) + Math.log1p(Math.exp(-Math.abs(x[i]))); }
      break;
    case "softsign": for (let i = 0; i < n; i++) { x[i] = x[i] / (1 + Math.abs(x[i])); } break;
  }
  return x;
}

const KINDS = { dense, convolution, transposed: convolution, upsampling, activation };

function decoder(steps) {
  const code = new Float32Array(2);
  return (x, y) => {
    code[0] = x;
    code[1] = y;
    let values = code;
    for (const step of steps) {
      values = KINDS[step.kind](step, values);
    }
    return values;
  };
}

function element(parent, name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text || "";
  parent.append(made);
  return made;
}

const shown = (number, digits) => number.toFixed(digits).replace("-", "\u2212");

// Draws the points once; only the mark moves above them.
function drawPlane(canvas, data, points) {
  const pen = canvas.getContext("2d");
  const fine = canvas.width / SIZE;
  pen.scale(fine, fine);
  pen.font = '13px system-ui, "DejaVu Sans", sans-serif';
  drawAxes(pen, data);
  const used = new Map();
  for (const [u, v, label] of points) {
    const color = data.colors[label % data.colors.length];
    const x = LEFT + u * INNER, y = TOP + (1 - v) * INNER;
    pen.globalAlpha = points.length > 300 ? 0.6 : 0.85;
    pen.fillStyle = color;
    marker(pen, shape(label), x, y, points.length > 300 ? 2.6 : 4);
    if (!used.has(label)) {
      used.set(label, []);
    }
    used.get(label).push([x, y]);
  }
  pen.globalAlpha = 1;
  if (data.classes.length > 1) {
    drawNames(pen, data, used);
  }
  return used;
}

function drawAxes(pen, data) {
  const rough = data.span / 4, power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (rough / power >= 5 ? 5 : rough / power >= 2 ? 2 : 1);
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  pen.strokeStyle = GRID;
  pen.fillStyle = QUIET;
  for (const axis of [0, 1]) {
    const low = data.low[axis];
    pen.textAlign = axis ? "right" : "center";
    pen.textBaseline = axis ? "middle" : "top";
    for (let i = Math.ceil(low / step); i * step <= low + data.span; i++) {
      const share = (i * step - low) / data.span;
      const at = axis ? TOP + (1 - share) * INNER : LEFT + share * INNER;
      pen.beginPath();
      pen.moveTo(axis ? LEFT : at, axis ? at : TOP);
      pen.lineTo(axis ? LEFT + INNER : at, axis ? at : TOP + INNER);
      pen.stroke();
      pen.fillText(shown(i * step, digits), axis ? LEFT - 7 : at, axis ? at : TOP + INNER + 7);
    }
  }
  pen.textAlign = "center";
  pen.textBaseline = "bottom";
  pen.fillText("first number of the code", LEFT + INNER / 2, SIZE - 3);
  pen.save();
  pen.translate(15, TOP + INNER / 2);
  pen.rotate(-Math.PI / 2);
  pen.fillText("second number of the code", 0, 0);
  pen.restore();
}

function marker(pen, shape, x, y, r) {
  pen.beginPath();
  if (shape === 0) {
    pen.arc(x, y, r, 0, 2 * Math.PI);
  } else {
    const corners = [
      [[-1, 0.9], [0, -1.1], [1, 0.9]],
      [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
      [[0, -1.2], [1.2, 0], [0, 1.2], [-1.2, 0]],
      [[-1, -0.9], [0, 1.1], [1, -0.9]]
    ][shape - 1];
    corners.forEach(([a, b]) => pen.lineTo(x + a * r, y + b * r));
    pen.closePath();
  }
  pen.fill();
}

// The name of each class stands at the middle of its points, or below where another name stands already.
function drawNames(pen, data, used) {
  pen.font = 'bold 13px system-ui, "DejaVu Sans", sans-serif';
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  pen.lineWidth = 4;
  pen.strokeStyle = "rgba(255, 255, 255, 0.85)";
  const names = [...used].map(([label, places]) => {
    const middle = axis => places.map(place => place[axis]).sort((a, b) => a - b)[places.length >> 1];
    const half = pen.measureText(data.classes[label]).width / 2;
    return { label, half, x: Math.max(LEFT + half, Math.min(LEFT + INNER - half, middle(0))), y: middle(1) };
  }).sort((a, b) => a.y - b.y);
  names.forEach((name, i) => {
    for (const other of names.slice(0, i).sort((a, b) => a.y - b.y)) {
      if (Math.abs(name.x - other.x) < name.half + other.half + 4 && Math.abs(name.y - other.y) < 15) {
        name.y = other.y + 15;
      }
    }
    pen.strokeText(data.classes[name.label], name.x, name.y);
    pen.fillStyle = data.inks[name.label % data.inks.length];
    pen.fillText(data.classes[name.label], name.x, name.y);
  });
}

const inside = (data, value, axis) => Math.max(data.low[axis], Math.min(data.low[axis] + data.span, value));

// Where it begins and where a key leads back to: the origin, unless the codes lie elsewhere.
function homeOf(data) {
  return [0, 1].every(axis => inside(data, 0, axis) === 0)
    ? { name: "origin", code: [0, 0] }
    : { name: "middle", code: data.low.map(low => low + data.span / 2) };
}

// Says in words what the picture is likely to show: the classes of the points that are nearest to a code.
function nearest(data, points, x, y) {
  if (data.classes.length < 2) {
    return "";
  }
  const u = (x - data.low[0]) / data.span, v = (y - data.low[1]) / data.span;
  const counts = new Map();
  const near = points.map(([a, b, label]) => [(a - u) ** 2 + (b - v) ** 2, label])
    .sort((one, other) => one[0] - other[0]).slice(0, NEAREST);
  near.forEach(([, label]) => counts.set(label, (counts.get(label) || 0) + 1));
  return near.length + " nearest points: " + [...counts].sort((one, other) => other[1] - one[1])
    .map(([label, count]) => count + " " + data.classes[label]).join(", ");
}

// Gives the keys back to what the explorer stands in: in JupyterLab to the cell.
function leave(place, plane) {
  plane.blur();
  for (let around = place.parentElement; around; around = around.parentElement) {
    if (around.tabIndex >= 0) {
      around.focus({ preventScroll: true });
      return;
    }
  }
}

function explore(place, data) {
  const numbers = reader(data.numbers);
  const points = Array.from({ length: data.points }, () =>
    [numbers.whole() / 0xffff, numbers.whole() / 0xffff, numbers.whole()]);
  const steps = data.steps.map(step => ({ ...step }));
  steps.forEach(step => prepare(step, numbers, data.bits));
  const decode = decoder(steps);

  // From here on the still picture is out of sight: what fails, must fail before.
  const root = place.attachShadow({ mode: "open" });
  element(root, "style", "", STYLE);
  const card = element(root, "div", "card");
  const title = element(card, "div", "title", "The code's plane: " + data.title).textContent;
  card.setAttribute("role", "group");
  card.setAttribute("aria-label", title);
  const legend = element(card, "ul", "legend");
  const parts = element(card, "div", "parts");
  const home = homeOf(data);
  const plane = element(parts, "div", "plane");
  plane.tabIndex = 0;
  plane.setAttribute("role", "application");
  plane.setAttribute("aria-label", "The plane of codes of " + data.title
    + ". Move with the arrow keys, with Shift in larger steps; Home goes to the " + home.name + ", Escape leaves.");
  const canvas = element(plane, "canvas", "points");
  canvas.width = canvas.height = 2 * SIZE;
  canvas.setAttribute("aria-hidden", "true");
  const mark = element(plane, "div", "mark");
  const side = element(parts, "div", "side");
  const picture = element(side, "canvas", "picture");
  picture.width = data.width;
  picture.height = data.height;
  picture.style.width = data.width * Math.max(1, Math.floor(252 / Math.max(data.width, data.height))) + "px";
  picture.setAttribute("role", "img");
  const said = element(side, "output", "code");
  said.setAttribute("aria-live", "off");
  const near = element(side, "div", "near");
  element(side, "p", "", "Move over the plane, with a finger too: the decoder, running in this page, draws what lies"
    + " there. Keys: the arrows, with Shift in larger steps; Home for the " + home.name + ".");
  element(side, "p", "", data.note + ".");
  const heard = element(card, "div", "heard");
  heard.setAttribute("aria-live", "polite");

  const used = drawPlane(canvas, data, points);
  if (data.classes.length > 1) {
    for (const label of [...used.keys()].sort((a, b) => a - b)) {
      const item = element(legend, "li", "");
      element(item, "span", "", GLYPHS[shape(label)]).style.color = data.colors[label % data.colors.length];
      item.append(data.classes[label]);
    }
  }

  const pen = picture.getContext("2d");
  const image = pen.createImageData(data.width, data.height);
  image.data.fill(255);
  const state = { code: [0, 0], picture: null, pictures: 0 };
  let asked = false, soon = 0;

  function draw() {
    asked = false;
    const [x, y] = state.code;
    const values = decode(x, y);
    for (let i = 0, at = 0; i < values.length; i++, at += 4) {
      image.data[at] = image.data[at + 1] = image.data[at + 2] = 255 * values[i] + 0.5; // The array clips.
    }
    pen.putImageData(image, 0, 0);
    state.picture = values;
    state.pictures++;
    mark.style.left = (LEFT + (x - data.low[0]) / data.span * INNER) / SIZE * 100 + "%";
    mark.style.top = (TOP + (1 - (y - data.low[1]) / data.span) * INNER) / SIZE * 100 + "%";
    said.textContent = "code (" + shown(x, 2) + ", " + shown(y, 2) + ")";
    near.textContent = nearest(data, points, x, y);
    clearTimeout(soon); // A listener gets the place where the movement ends.
    soon = setTimeout(tell, 300);
  }

  function tell() {
    const edge = state.code.some((value, axis) => value === data.low[axis] || value === data.low[axis] + data.span);
    const text = said.textContent + (edge ? ", at the edge" : "");
    heard.textContent = near.textContent ? text + "; " + near.textContent : text;
    picture.setAttribute("aria-label", "What the decoder draws at " + heard.textContent);
  }

  function moveTo(x, y) {
    state.code = [inside(data, x, 0), inside(data, y, 1)];
    if (!asked) {
      asked = true;
      requestAnimationFrame(draw);
    }
  }

  function follow(event) {
    const box = plane.getBoundingClientRect();
    const u = ((event.clientX - box.left) / box.width * SIZE - LEFT) / INNER;
    const v = ((event.clientY - box.top) / box.height * SIZE - TOP) / INNER;
    moveTo(data.low[0] + u * data.span, data.low[1] + (1 - v) * data.span);
  }

  plane.addEventListener("pointermove", follow);
  plane.addEventListener("pointerdown", event => {
    plane.setPointerCapture(event.pointerId);
    follow(event);
  });
  function press(event) {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    const known = way || event.key === "Home" || event.key === "Escape";
    if (event.composedPath()[0] !== plane || event.ctrlKey || event.altKey || event.metaKey || !known) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (way) {
      const step = data.span / (data.side - 1) * (event.shiftKey ? 5 : 1);
      moveTo(state.code[0] + way[0] * step, state.code[1] + way[1] * step);
    } else if (event.key === "Home") {
      moveTo(...home.code);
    } else {
      leave(place, plane);
    }
  }

  // JupyterLab takes the arrow keys for its cells when they come down to the document, so they are met before, at the
  // window; all other keys go on, to save the notebook for instance.
  plane.addEventListener("focus", () => window.addEventListener("keydown", press, true));
  plane.addEventListener("blur", () => window.removeEventListener("keydown", press, true));

  // For whoever wants to move it from a program, and for tests: numbers before they become grey levels.
  place.explorer = {
    moveTo,
    get code() { return [...state.code]; },
    get picture() { return state.picture && Float32Array.from(state.picture); },
    get pictures() { return state.pictures; },
    decode: (x, y) => Float32Array.from(decode(x, y))
  };
  moveTo(...home.code);
}

"use strict";
(() => {
  const LEAD = 0.08;   // seconds played before a word, so that its onset is not cut off
  const TAIL = 0.15;   // and after it
  const STEP = 5;      // seconds an arrow key moves in the recording
  const clock = s => `${Math.floor(s / 60)}:${String(Math.floor(s % 60)).padStart(2, "0")}`;
  const players = [];

  function answerPlayer(article) {
    const audio = article.querySelector("audio");
    if (!audio) return;
    const find = selector => article.querySelector(selector);
    const player = find(".player"), toggle = find(".toggle"), now = find(".now");
    const stage = find(".stage"), wave = find(".wave"), head = find(".head"), played = find(".played");
    const transcript = find(".transcript[role]");
    const words = transcript ? [...transcript.querySelectorAll(".w")] : [];
    const starts = words.map(w => Number(w.dataset.from)), ends = words.map(w => Number(w.dataset.to));
    const length = () => Number.isFinite(audio.duration) && audio.duration > 0
      ? audio.duration : Number(wave.getAttribute("aria-valuemax"));
    let until = Infinity, button = null, lit = -1, cursor = -1;

    audio.controls = false;
    player.hidden = false;

    function wordAt(time) {
      let low = 0, high = starts.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (starts[middle] <= time) low = middle + 1; else high = middle;
      }
      return low > 0 && time <= ends[low - 1] + 0.05 ? low - 1 : -1;
    }
    function draw() {
      const time = audio.currentTime, share = Math.min(1, time / length());
      head.style.left = `${100 * share}%`;
      played.style.clipPath = `inset(0 ${100 * (1 - share)}% 0 0)`;
      now.textContent = clock(time);
      wave.setAttribute("aria-valuenow", String(Math.round(time)));
      wave.setAttribute("aria-valuetext", clock(time));
      const index = audio.paused ? -1 : wordAt(time + LEAD);
      if (index !== lit) {
        if (lit >= 0) words[lit].classList.remove("at");
        if (index >= 0) words[index].classList.add("at");
        lit = index;
      }
    }
    function frame() {
      if (audio.currentTime >= until) audio.pause();
      draw();
      if (!audio.paused) requestAnimationFrame(frame);
    }
    function mark(next) {
      if (button) button.classList.remove("on");
      button = next;
      if (button) button.classList.add("on");
    }
    function playFrom(start, end = Infinity, by = null) {
      for (const other of players) if (other !== audio) other.pause();
      audio.currentTime = Math.max(0, start);
      until = end;
      stage.classList.add("started");
      audio.play().then(() => mark(by), () => mark(null));
    }
    function place(event) {
      const box = wave.getBoundingClientRect();
      return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * length();
    }
    function moveTo(index) {
      if (!words.length) return;
      if (cursor >= 0) words[cursor].classList.remove("cursor");
      cursor = Math.min(words.length - 1, Math.max(0, index));
      words[cursor].classList.add("cursor");
      words[cursor].scrollIntoView({block: "nearest"});
    }

    audio.addEventListener("play", () => {
      article.classList.add("playing");
      stage.classList.add("started");
      toggle.setAttribute("aria-label", "Pause");
      requestAnimationFrame(frame);
    });
    audio.addEventListener("pause", () => {
      article.classList.remove("playing");
      toggle.setAttribute("aria-label", "Play");
      mark(null);
      until = Infinity;
      draw();
    });
    audio.addEventListener("timeupdate", () => { if (audio.currentTime >= until) audio.pause(); });
    audio.addEventListener("seeked", draw);
    toggle.addEventListener("click", () => {
      if (!audio.paused) return audio.pause();
      playFrom(audio.ended ? 0 : audio.currentTime);
    });
    article.querySelector(".speed select").addEventListener("change", event => {
      audio.preservesPitch = true;
      audio.playbackRate = Number(event.target.value);
    });
    wave.addEventListener("click", event => playFrom(place(event)));
    wave.addEventListener("keydown", event => {
      const to = {ArrowRight: audio.currentTime + STEP, ArrowLeft: audio.currentTime - STEP, Home: 0, End: length()}[event.key];
      if (to !== undefined) {
        audio.currentTime = Math.min(length(), Math.max(0, to));
        stage.classList.add("started");
      } else if (event.key === "Enter" || event.key === " ") toggle.click();
      else return;
      event.preventDefault();
    });
    article.addEventListener("click", event => {
      const play = event.target.closest("button.play"), word = event.target.closest(".transcript[role] .w");
      if (play) {
        if (play === button) return audio.pause();
        playFrom(Number(play.dataset.from) - LEAD, Number(play.dataset.to) + TAIL, play);
      } else if (word && String(getSelection()) === "") {
        moveTo(words.indexOf(word));
        playFrom(Number(word.dataset.from) - LEAD);
      }
    });
    if (transcript) transcript.addEventListener("keydown", event => {
      if (event.target !== transcript) return;
      if (event.key === "ArrowRight") moveTo(cursor + 1);
      else if (event.key === "ArrowLeft") moveTo(cursor - 1);
      else if (event.key === "Enter" && cursor >= 0) playFrom(starts[cursor] - LEAD);
      else if (event.key === " ") toggle.click();
      else return;
      event.preventDefault();
    });
    // While it plays and its waveform is out of sight, the player stays at hand.
    let inSight = true;
    const float = () => player.classList.toggle("float", !inSight && !audio.paused);
    new IntersectionObserver(entries => { inSight = entries.at(-1).isIntersecting; float(); }).observe(stage);
    audio.addEventListener("play", float);
    audio.addEventListener("pause", () => setTimeout(float, 3000));
    players.push(audio);
  }

  for (const article of document.querySelectorAll(".answer")) {
    answerPlayer(article);
    const plainly = article.querySelector(".plainly"), transcript = article.querySelector(".transcript");
    if (plainly && transcript.querySelector(".filler, .gap")) {
      plainly.hidden = false;
      plainly.addEventListener("click", () => {
        const on = transcript.classList.toggle("plain");
        plainly.setAttribute("aria-pressed", String(on));
      });
    }
  }
  document.addEventListener("keydown", event => {
    if (event.key === "Escape") for (const audio of players) audio.pause();
  });
})();

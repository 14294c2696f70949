let context: AudioContext | undefined;

/** Browsers let a page sound once it has been touched. Returns how to forget about it. */
export function armSound(): () => void {
  const arm = () => {
    if (typeof AudioContext === "undefined") return;
    context ??= new AudioContext();
    void context.resume();
  };
  const gestures = ["pointerdown", "keydown"] as const;
  gestures.forEach((gesture) => window.addEventListener(gesture, arm));
  return () => gestures.forEach((gesture) => window.removeEventListener(gesture, arm));
}

/** Whether this tab may sound now. */
export function canSound(): boolean {
  return context?.state === "running";
}

/** Two soft notes, an instant long. */
export function playChime(): void {
  if (!context) return;
  const now = context.currentTime;
  [659.25, 880].forEach((frequency, i) => note(context as AudioContext, frequency, now + i * 0.12));
}

function note(audio: AudioContext, frequency: number, start: number): void {
  const oscillator = audio.createOscillator();
  const volume = audio.createGain();
  oscillator.frequency.value = frequency;
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(0.12, start + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.001, start + 0.3);
  oscillator.connect(volume).connect(audio.destination);
  oscillator.start(start);
  oscillator.stop(start + 0.3);
}

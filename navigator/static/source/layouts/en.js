// English: its letters are in keyboard.js, because every keyboard has them.
window.kioskKeys = { sign: "English" };

// Old message + event = new message, as docs/live.md says.

/** @typedef {import("./message-item.js").Message} Message */

/** @param {Message} message @param {import("./live.js").LiveEvent} event @returns {Message} */
export function applyToMessage(message, { type, data }) {
  switch (type) {
    case "message-edited":
      return { ...message, text: data.text, html: data.html, mentions: data.mentions, editedAt: data.editedAt };
    case "message-deleted":
      return { ...message, text: "", html: "", mentions: [], reactions: [], deletedAt: data.deletedAt, author: data.author ?? message.author };
    case "reaction-added":
      return { ...message, reactions: add(message.reactions, data.emoji, data.learnerId) };
    case "reaction-removed":
      return { ...message, reactions: take(message.reactions, data.emoji, data.learnerId) };
    default:
      return message;
  }
}

/** @param {Message["reactions"]} reactions @param {string} emoji @param {string} learnerId */
function add(reactions, emoji, learnerId) {
  const known = reactions.find(reaction => reaction.emoji === emoji);
  if (!known) return [...reactions, { emoji, count: 1, learners: [learnerId] }];
  return known.learners.includes(learnerId)
    ? reactions
    : reactions.map(each => (each === known ? { ...each, count: each.count + 1, learners: [...each.learners, learnerId] } : each));
}

/** @param {Message["reactions"]} reactions @param {string} emoji @param {string} learnerId */
function take(reactions, emoji, learnerId) {
  return reactions
    .map(each =>
      each.emoji === emoji ? { ...each, count: each.count - 1, learners: each.learners.filter(id => id !== learnerId) } : each,
    )
    .filter(each => each.count > 0);
}

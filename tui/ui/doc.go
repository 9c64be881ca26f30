// SPDX-License-Identifier: Apache-2.0

// Package ui is what the screens have in common: the [Screen] that each is, the
// messages between them and the root model, keys, styles, work off the loop, and
// components.
//
// A screen is a folder below tui with a type that satisfies [Screen] and a function
// New(*ui.Env) ui.Screen; one line in tui/screens.go makes it known. The rest it
// gets from here:
//
//   - Its keys are a [Keymap] in keys.go, the only place of keys. The root turns a
//     key into [Do] with the action that the keymap names; the command palette sends
//     the same [Do], and the help is written from the same keymap.
//   - Its styles are those of style.go, the only place of colours.
//   - Whatever waits (a query, a file, a lock) runs in a [Work], which returns a
//     tea.Cmd. A screen's Update does no I/O and asks no case; its View changes
//     nothing. What View shows was made ready by an answer.
//   - It opens another screen by sending [Open] with a [Place]; it asks for a line of
//     text with [Prompt], for a choice with [Choose]; it says something with [Say]
//     and [Fail].
//   - Text of the evidence goes through [Cell] or [Safe], never bare into a line.
//
// The components are ours, not those of bubbles, where those would take something
// away. Its text input keeps to itself how far it is scrolled, so that no error could
// stand under its column; it lets characters through that turn the direction of
// writing; and it reads the clipboard. Its list holds every row, its table and viewport
// every line. Its spinner moves while nobody does anything. Its bindings do not know the
// palette and the mouse, for which an action needs a name.
package ui

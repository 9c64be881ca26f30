// SPDX-License-Identifier: Apache-2.0

//go:build linux

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// terminal is a program in a pseudo-terminal.
type terminal struct {
	master *os.File
	cmd    *exec.Cmd
	output chan chunk
}

// chunk is what the program wrote at once, and when it was there.
type chunk struct {
	at   time.Time
	text []byte
}

// start runs the program over a case.
func start(binary, dir string, width, height int) (*terminal, error) {
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		return nil, fmt.Errorf("open a terminal: %w", err)
	}
	fd := int(master.Fd())
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		return nil, fmt.Errorf("unlock the terminal: %w", err)
	}
	number, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		return nil, fmt.Errorf("name the terminal: %w", err)
	}
	if err := unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: uint16(height), Col: uint16(width)}); err != nil {
		return nil, fmt.Errorf("size the terminal: %w", err)
	}
	slave, err := os.OpenFile("/dev/pts/"+strconv.Itoa(number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		return nil, fmt.Errorf("open the terminal's other end: %w", err)
	}
	cmd := exec.Command(binary, "-C", dir, "tui")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = slave, slave, slave
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "NO_COLOR=")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := errors.Join(cmd.Start(), slave.Close()); err != nil {
		return nil, fmt.Errorf("start %s: %w", binary, err)
	}
	t := &terminal{master: master, cmd: cmd, output: make(chan chunk, 4096)}
	go t.read()
	return t, nil
}

// read passes on what the program writes, until it ends.
func (t *terminal) read() {
	buf := make([]byte, 256<<10)
	for {
		n, err := t.master.Read(buf)
		if err != nil {
			close(t.output)
			return
		}
		t.output <- chunk{time.Now(), bytes.Clone(buf[:n])}
	}
}

func (t *terminal) write(keys string) {
	if _, err := t.master.WriteString(keys); err != nil {
		panic(fmt.Sprintf("write to the terminal: %v", err)) // nothing can be measured
	}
}

// quiet is how long nothing is written before a frame counts as whole.
const quiet = 40 * time.Millisecond

// frame waits for what a key draws: how long until the first of it, and until the
// last. ok is false if nothing is drawn.
func (t *terminal) frame(began time.Time) (first, last time.Duration, ok bool) {
	wait := 400 * time.Millisecond
	for {
		select {
		case c, open := <-t.output:
			if !open {
				return first, last, false
			}
			if !ok {
				first, ok = c.at.Sub(began), true
			}
			last = c.at.Sub(began)
			wait = quiet
		case <-time.After(wait):
			return first, last, ok
		}
	}
}

// settle waits until nothing more is drawn.
func (t *terminal) settle() {
	for {
		select {
		case _, open := <-t.output:
			if !open {
				return
			}
		case <-time.After(300 * time.Millisecond):
			return
		}
	}
}

var escapes = regexp.MustCompile("\x1b\\[[0-9;?]*[a-zA-Z]")

// await waits until something is drawn that has the pattern.
func (t *terminal) await(pattern *regexp.Regexp, most time.Duration) bool {
	deadline := time.After(most)
	for {
		select {
		case c, open := <-t.output:
			if !open {
				return false
			}
			if pattern.Match(escapes.ReplaceAll(c.text, nil)) {
				return true
			}
		case <-deadline:
			return false
		}
	}
}

// idle is how much of a processor the program takes while nothing happens.
func (t *terminal) idle(length time.Duration) (percent float64, err error) {
	time.Sleep(3 * time.Second) // the place is written after two
	before, err := t.ticks()
	if err != nil {
		return 0, err
	}
	time.Sleep(length)
	after, err := t.ticks()
	const ticksPerSecond = 100 // of /proc, on every Linux
	return 100 * float64(after-before) / ticksPerSecond / length.Seconds(), err
}

// ticks is the processor time that the program has taken.
func (t *terminal) ticks() (int64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", t.cmd.Process.Pid))
	if err != nil {
		return 0, fmt.Errorf("read processor time: %w", err)
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	user, err1 := strconv.ParseInt(fields[11], 10, 64)
	system, err2 := strconv.ParseInt(fields[12], 10, 64)
	return user + system, errors.Join(err1, err2)
}

// memory is what the program holds now and held at the most, in MiB.
func (t *terminal) memory() (resident, peak int64, err error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", t.cmd.Process.Pid))
	if err != nil {
		return 0, 0, fmt.Errorf("read memory: %w", err)
	}
	for line := range strings.Lines(string(text)) {
		for name, to := range map[string]*int64{"VmRSS:": &resident, "VmHWM:": &peak} {
			if rest, ok := strings.CutPrefix(line, name); ok {
				if _, err := fmt.Sscanf(rest, "%d", to); err != nil {
					return 0, 0, fmt.Errorf("read memory: %w", err)
				}
				*to >>= 10
			}
		}
	}
	return resident, peak, nil
}

// stop quits the program.
func (t *terminal) stop() error {
	t.write("\x03")
	done := make(chan error, 1)
	go func() { done <- t.cmd.Wait() }()
	select {
	case err := <-done:
		return errors.Join(err, t.master.Close())
	case <-time.After(10 * time.Second):
		return errors.Join(errors.New("the program did not quit"), t.cmd.Process.Kill(), t.master.Close())
	}
}

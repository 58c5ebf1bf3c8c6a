package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// maxFile bounds a file that a flag names, in bytes.
const maxFile = 1 << 20

// flags reads the flags of one command. Package flag would repeat a wrong value,
// which may be a name or a secret: here the first mistake is kept as a sentence
// without it.
type flags struct {
	set   *flag.FlagSet
	see   string // where to read more
	given map[string]bool
	wrong error
	in    io.Reader // standard input, nil once it is read
	last  string    // the flag that was read last
	warn  func(text string)
}

func newFlags(name string, s streams) *flags {
	f := &flags{
		set:   flag.NewFlagSet(name, flag.ContinueOnError),
		see:   program + " " + name + " -h",
		given: make(map[string]bool),
		in:    s.in,
		warn: func(text string) {
			fmt.Fprintf(s.err, "%s %s: warning: %s\n", program, name, text)
		},
	}
	f.set.SetOutput(io.Discard)
	return f
}

// fail keeps the first mistake.
func (f *flags) fail(format string, args ...any) {
	if f.wrong == nil {
		f.wrong = usageError(fmt.Sprintf(format, args...), f.see)
	}
}

// each is a flag that may be given several times. The error of add follows the
// name in the message.
func (f *flags) each(name string, add func(value string) error) {
	f.set.Func(name, "", func(value string) error {
		f.last = name
		if err := add(value); err != nil {
			f.fail("-%s %v", name, err)
		}
		f.given[name] = true
		return nil
	})
}

// once is a flag that may be given once: of two values, which one holds?
func (f *flags) once(name string, set func(value string) error) {
	f.each(name, func(value string) error {
		if f.given[name] {
			return errors.New("is given twice")
		}
		return set(value)
	})
}

func (f *flags) text(p *string, name string) {
	f.once(name, func(value string) error {
		*p = value
		return nil
	})
}

func (f *flags) number(p *int, name string, least int) {
	f.once(name, func(value string) error {
		n, err := strconv.Atoi(value)
		if err != nil || n < least {
			return fmt.Errorf("wants a whole number of at least %d", least)
		}
		*p = n
		return nil
	})
}

func (f *flags) duration(p *time.Duration, name string) {
	f.once(name, func(value string) error {
		d, err := time.ParseDuration(value)
		if err != nil || d <= 0 {
			return errors.New("wants a duration like 30s or 2m")
		}
		*p = d
		return nil
	})
}

// firstGiven is the first of these flags that was given, with its hyphen; "" if none
// was.
func (f *flags) firstGiven(names ...string) string {
	for _, name := range names {
		if f.given[name] {
			return "-" + name
		}
	}
	return ""
}

// secret is a text, @FILE for the text in that file, or @- for that of standard
// input: the command line is seen by everybody on the machine.
func (f *flags) secret(p *string, name string) {
	f.once(name, func(value string) error {
		if path, ok := strings.CutPrefix(value, "@"); ok {
			content, err := f.read(path)
			if err != nil {
				return err
			}
			f.warnOfReaders(path, name)
			value = strings.TrimRight(string(content), "\r\n")
		}
		if value == "" {
			return errors.New("is empty")
		}
		*p = value
		return nil
	})
}

// file is the content of the file that the flag names.
func (f *flags) file(p *[]byte, name string) {
	f.once(name, func(value string) (err error) {
		*p, err = readFile(value)
		return err
	})
}

// privateFile is a file with a private key in it.
func (f *flags) privateFile(p *[]byte, name string) {
	f.once(name, func(value string) (err error) {
		if *p, err = readFile(value); err == nil {
			f.warnOfReaders(value, name)
		}
		return err
	})
}

// warnOfReaders warns of a file with a secret that everybody on this machine may
// read or change. What a group may read is no mistake by itself: services and
// containers get their keys so.
func (f *flags) warnOfReaders(path, name string) {
	const others = 0o006
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || info.Mode().Perm()&others == 0 || runtime.GOOS == "windows" {
		return // there, permissions say nothing of who may read
	}
	f.warn("everybody on this machine may read or change the file of -" + name + ": chmod 600 keeps it to its owner")
}

func (f *flags) toggle(p *bool, name string) {
	f.set.BoolFunc(name, "", func(value string) error {
		f.last = name
		on, err := strconv.ParseBool(value)
		if err != nil {
			f.fail("-%s takes no value", name)
		}
		*p = on
		return nil
	})
}

// parse reads the arguments. It returns [flag.ErrHelp] if they ask for help.
func (f *flags) parse(args []string) error {
	err := f.set.Parse(args)
	at := len(args) - f.set.NArg() // how many were read
	if err != nil && strings.HasPrefix(err.Error(), "bad flag syntax") {
		at++ // such an argument does not count as read
	}
	switch {
	case errors.Is(err, flag.ErrHelp):
		return err
	case err != nil && f.wrong == nil:
		f.misread(err, args[at-1], at)
	case err == nil && f.set.NArg() > 0:
		f.fail("%s belongs to no flag", f.place(at+1))
	}
	return f.wrong
}

// misread says why package flag refused an argument.
func (f *flags) misread(err error, arg string, at int) {
	name := strings.TrimLeft(arg, "-")
	switch similar := f.similar(name); {
	case strings.HasPrefix(err.Error(), "flag needs an argument") && f.set.Lookup(name) != nil:
		f.fail("-%s lacks its value", name)
	case similar != "":
		f.fail("%s is no flag of this command (is -%s meant?)", f.place(at), similar)
	default:
		f.fail("%s is no flag of this command", f.place(at))
	}
}

// place says where an argument stands. The argument itself is not repeated: it may
// be a secret.
func (f *flags) place(at int) string {
	if f.last == "" {
		return fmt.Sprintf("argument %d", at)
	}
	return fmt.Sprintf("argument %d, after -%s,", at, f.last)
}

// similar is the flag that begins like name, or with which name begins, "" if
// there is none.
func (f *flags) similar(name string) string {
	fold := func(s string) string { return strings.NewReplacer("-", "", "_", "").Replace(strings.ToLower(s)) }
	name = fold(name)
	best := ""
	f.set.VisitAll(func(known *flag.Flag) {
		k := fold(known.Name)
		if len(name) > 1 && (strings.HasPrefix(k, name) || strings.HasPrefix(name, k)) && len(known.Name) > len(best) {
			best = known.Name
		}
	})
	return best
}

// read is readFile, with - for standard input, of which there is only one.
func (f *flags) read(path string) ([]byte, error) {
	if path != "-" {
		return readFile(path)
	}
	if f.in == nil {
		return nil, errors.New("names standard input, which another flag has read")
	}
	in := f.in
	f.in = nil
	return readAll(in)
}

// readFile reads what a flag names. Its errors do not repeat the name: who
// writes a secret that begins with @ has not named a file.
func readFile(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, unreadable(err)
	}
	defer file.Close()
	return readAll(file)
}

func readAll(in io.Reader) ([]byte, error) {
	content, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	switch {
	case err != nil:
		return nil, unreadable(err)
	case len(content) > maxFile:
		return nil, errors.New("names a file that is too large")
	}
	return content, nil
}

func unreadable(err error) error {
	if e, ok := errors.AsType[*os.PathError](err); ok {
		err = e.Err
	}
	return fmt.Errorf("names a file that cannot be read (%w)", err)
}

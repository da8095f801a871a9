package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/alecthomas/kong"

	"throughline/internal/casework"
	"throughline/internal/edge/record"
)

// Exit codes.
const (
	exitOK          = 0
	exitFailed      = 1
	exitUsage       = 2
	exitConfig      = 3
	exitData        = 4 // some rows were rejected
	exitNotFound    = 6
	exitInterrupted = 130
)

// commands is the whole command line.
type commands struct {
	Demo        demoCommand        `cmd:"" help:"Make a practice system with invented women and open it to a browser."`
	Init        initCommand        `cmd:"" help:"Make a new data folder, its keys and its empty record."`
	Serve       serveCommand       `cmd:"" help:"Run the server on a data folder."`
	User        userCommand        `cmd:"" help:"Add, list, disable people who sign in."`
	Setting     settingCommand     `cmd:"" help:"Show and decide local settings, such as covered areas."`
	Outbox      outboxCommand      `cmd:"" help:"List messages that wait to leave, and let one wait again."`
	Jobs        jobsCommand        `cmd:"" help:"List background work, try it again, cancel it."`
	Import      importCommand      `cmd:"" help:"Bring in an exchange package: a folder or a zip of CSV files."`
	Report      reportCommand      `cmd:"" help:"Print the figures of a scheme as at a day, with base, window and interval."`
	Compare     compareCommand     `cmd:"" help:"Set women of a scheme beside people elsewhere who are like them: matched, with who was left out and the interval."`
	Export      exportCommand      `cmd:"" help:"Make files that other bodies ask for in a form of their own."`
	Pack        packCommand        `cmd:"" help:"Write a report pack into a folder: a page, a PDF, a spreadsheet, lists, JSON and Parquet."`
	Link        linkCommand        `cmd:"" help:"Say which arrests of a police feed without keys fit which women, with weights. Links nothing."`
	Eligibility eligibilityCommand `cmd:"" help:"Say which routes are open to a woman, clause by clause. Reads an encounter as JSON."`
	I18n        i18nCommand        `cmd:"" name:"i18n" help:"Look after the sentences of her pages: how easy they are, and in which languages."`
	Scheme      schemeCommand      `cmd:"" help:"Read, check, test and compare the rulebooks of the schemes."`
	Economics   economicsCommand   `cmd:"" help:"List and check what sources say of costs, returns and the rates of other schemes."`
	Instruments instrumentsCommand `cmd:"" help:"List the published questionnaires and their licences, or print one as FHIR."`
	Rebuild     rebuildCommand     `cmd:"" help:"Work every case row out anew from the facts."`
	Ledger      ledgerCommand      `cmd:"" help:"Prove the ledger of reads and writes."`
	Backup      backupCommand      `cmd:"" help:"Write a copy of the record to a file. It holds no master key."`
	Restore     restoreCommand     `cmd:"" help:"Make a data folder from a backup and the recovery file."`
	Bench       benchCommands      `cmd:"" help:"Measure the program on invented records. Prints JSON."`
	Routes      routesCommand      `cmd:"" help:"List every page and act of the site, and who may open it."`
	Version     versionCommand     `cmd:"" help:"Print the version."`
}

// terminal is where a command reads and writes.
type terminal struct {
	in       io.Reader
	out, err io.Writer
}

// say writes a message for the person at the terminal.
func (t terminal) say(format string, args ...any) { fmt.Fprintf(t.err, format+"\n", args...) }

// coded is an error with the exit code it ends the program with.
type coded struct {
	code int
	err  error
}

func (c coded) Error() string { return c.err.Error() }
func (c coded) Unwrap() error { return c.err }

// Run carries out one command line and returns the exit code.
func Run(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer) int {
	t := terminal{in, out, errOut}
	var line commands
	code := -1
	parser, err := kong.New(&line,
		kong.Name("throughline"),
		kong.Description("The record and the evidence for women's diversion.\n\nExample: throughline demo --addr 127.0.0.1:8080"),
		kong.Writers(out, errOut),
		kong.Exit(func(asked int) { code = asked }),
		kong.UsageOnError(),
		kong.Vars{"leave_to": leaveTo},
	)
	if err != nil {
		t.say("throughline: %v", err)
		return exitFailed
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if code >= 0 { // --help was printed
		return code
	}
	if err != nil {
		t.say("throughline: %v\nRun throughline --help for the commands there are.", err)
		return exitUsage
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	if err := parsed.Run(t); err != nil {
		return t.fail(ctx, err)
	}
	return exitOK
}

// fail says what went wrong and returns the exit code for it.
func (t terminal) fail(ctx context.Context, err error) int {
	if ctx.Err() != nil {
		t.say("throughline: interrupted")
		return exitInterrupted
	}
	t.say("throughline: %v", err)
	var known coded
	switch {
	case errors.As(err, &known):
		return known.code
	case errors.Is(err, record.ErrInUse):
		t.say("Stop the server that is running on this folder first.")
		return exitFailed
	case casework.KindOf(err) == casework.NotFound || errors.Is(err, fs.ErrNotExist):
		return exitNotFound
	case casework.KindOf(err) == casework.Invalid:
		return exitUsage
	}
	return exitFailed
}

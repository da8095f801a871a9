package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"throughline/internal/edge/signin"
	"throughline/internal/edge/web"
)

type serveCommand struct {
	place
	Addr         string     `help:"Address to listen on." default:"127.0.0.1:8080" env:"THROUGHLINE_ADDR"`
	Origin       string     `help:"How browsers reach the site, such as https://example.org, where a proxy stands before it." env:"THROUGHLINE_ORIGIN"`
	HerOrigin    string     `help:"How a woman's browser reaches her own pages, on a host of their own with a neutral name." env:"THROUGHLINE_HER_ORIGIN"`
	Organisation string     `help:"Who runs it, named in the footer." default:"your organisation" env:"THROUGHLINE_ORGANISATION"`
	Held         []string   `help:"Checkpoints of the ledger that others hold, brought back from them. A ledger that is behind one of them is not served." type:"existingfile" env:"THROUGHLINE_HELD"`
	LogLevel     slog.Level `help:"How much is logged: debug, info, warn or error. No level logs a word of a woman's record." default:"warn" env:"THROUGHLINE_LOG_LEVEL"`
}

// Run serves a data folder until it is interrupted.
func (c serveCommand) Run(ctx context.Context, t terminal) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	in, err := c.open(ctx, opening{fatal: func(err error) { stop(err) }})
	if err != nil {
		return err
	}
	if err := in.notBehind(ctx, c.Held); err != nil {
		return errors.Join(err, in.record.Close())
	}
	err = in.serve(ctx, t, serving{addr: c.Addr, origin: c.Origin, herOrigin: c.HerOrigin, organisation: c.Organisation, logLevel: c.LogLevel})
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		// After a failed commit nothing more is written by this process.
		return errors.Join(cause, err, in.record.Close())
	}
	return errors.Join(err, in.close(context.WithoutCancel(ctx)))
}

// serving says how a site is served.
type serving struct {
	addr, origin, herOrigin, organisation string
	practice                              bool
	logLevel                              slog.Level
	ready                                 func(url string)
	options                               signin.Options
}

// How often a signed checkpoint is kept, and how often the editions of rulebooks
// that another instance may have written are read.
const (
	checkpointEvery = time.Hour
	editionsEvery   = time.Minute
)

// serve answers requests until the context ends, then lets those under way finish.
func (in *installation) serve(ctx context.Context, t terminal, how serving) error {
	listener, err := net.Listen("tcp", how.addr)
	if err != nil {
		return coded{exitConfig, fmt.Errorf("listening on %s: %w", how.addr, err)}
	}
	origin := how.origin
	if origin == "" {
		origin = "http://" + listener.Addr().String()
	}
	if err := safeToServe(listener.Addr(), origin); err != nil {
		return errors.Join(err, listener.Close())
	}
	handler, err := in.site(ctx, t, how, origin)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	server := web.NewServer(handler)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	sent, err := in.send(ctx, t)
	if err != nil {
		return errors.Join(err, server.Close())
	}
	worked := in.work(ctx, t)
	loaded := make(chan error, 1)
	go func() { loaded <- in.evidence.Load(ctx) }()
	if how.ready != nil {
		how.ready(origin)
	} else {
		t.say("Throughline is at %s", origin)
	}
	if err := in.drafts.Sweep(ctx); err != nil {
		t.say("throughline: %v", err)
	}
	tick := time.NewTicker(checkpointEvery)
	defer tick.Stop()
	editions := time.NewTicker(editionsEvery)
	defer editions.Stop()
	for {
		select {
		case err := <-failed:
			return fmt.Errorf("serving: %w", err)
		case err := <-loaded:
			loaded = nil
			debug.FreeOSMemory() // reading every row needed more than keeping what is counted
			if err != nil && ctx.Err() == nil {
				t.say("throughline: %v", err)
			}
		case <-tick.C:
			if err := errors.Join(in.checkpoint(ctx), in.drafts.Sweep(ctx)); err != nil {
				t.say("throughline: %v", err)
			}
		case <-editions.C:
			if err := in.library.Refresh(ctx); err != nil && ctx.Err() == nil {
				t.say("throughline: %v", err)
			}
		case <-ctx.Done():
			ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
			defer cancel()
			if err := server.Shutdown(ending); err != nil && !errors.Is(err, context.DeadlineExceeded) {
				return fmt.Errorf("stopping: %w", err)
			}
			<-sent   // it writes what became of a message
			<-worked // it lets go of the work in hand
			if loaded != nil {
				<-loaded // it reads the record, which is closed next
			}
			return in.evidence.Keep(ending)
		}
	}
}

// send sends the messages that wait until the context ends, and then closes the
// channel it returns.
func (in *installation) send(ctx context.Context, t terminal) (<-chan struct{}, error) {
	decided, err := in.messages(ctx)
	if err != nil {
		return nil, err
	}
	drain, err := in.drain(decided, func(err error) { t.say("throughline: %v", err) })
	if err != nil {
		return nil, err
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		drain.Run(ctx)
	}()
	return done, nil
}

// site builds the pages on the verbs.
func (in *installation) site(ctx context.Context, t terminal, how serving, origin string) (http.Handler, error) {
	options := how.options
	options.LoopbackHTTP, options.Origin, options.Witness = loopback(origin), origin, in.record.Witness
	desk := signin.New(in.record, sealingKey{in.vault.SignIn()}, in.now, options)
	space, err := in.space(desk)
	if err != nil {
		return nil, err
	}
	if err := in.openReply(desk, origin); err != nil {
		return nil, err
	}
	doors, err := in.doors(ctx)
	if err != nil {
		return nil, err
	}
	herself, err := in.asking(ctx)
	if err != nil {
		return nil, err
	}
	hers, err := in.spaceDoor(ctx, herself, space)
	if err != nil {
		return nil, err
	}
	return web.New(web.Config{
		Service: "Throughline", Organisation: how.organisation, Practice: how.practice, Origin: origin, HerOrigin: how.herOrigin, LeaveTo: herself.LeaveTo,
		Desk: desk, Space: space, Drafts: in.drafts,
		Log: slog.New(slog.NewTextHandler(t.err, &slog.HandlerOptions{Level: how.logLevel})),
	}, append(doors, hers)...)
}

// safeToServe refuses to put a woman's record on a network without TLS: what
// listens beyond this machine must be reached over https.
func safeToServe(address net.Addr, origin string) error {
	listening, ok := address.(*net.TCPAddr)
	if ok && listening.IP.IsLoopback() || strings.HasPrefix(origin, "https://") {
		return nil
	}
	return coded{exitConfig, fmt.Errorf("%s can be reached from other machines, and without TLS passwords and records would travel in clear: listen on 127.0.0.1, or put a proxy with TLS before it and say --origin https://...", address)}
}

// loopback says whether browsers reach the site unencrypted on this machine
// alone, the one place where a cookie may go without Secure.
func loopback(origin string) bool {
	request, err := http.NewRequest(http.MethodGet, origin, nil)
	if err != nil || request.URL.Scheme != "http" {
		return false
	}
	host := request.URL.Hostname()
	address := net.ParseIP(host)
	return host == "localhost" || address != nil && address.IsLoopback()
}

package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/jobs"
	"throughline/internal/casework/spreadsheet"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// serveApart starts a server in a process of its own.
func serveApart(t *testing.T, data string) *exec.Cmd {
	t.Helper()
	command := exec.Command(os.Args[0], "serve", "--data", data, "--addr", "127.0.0.1:0")
	command.Stderr = os.Stderr
	command.Env = append(os.Environ(), asProgram+"=1")
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	})
	return command
}

// jobOf returns the one job of a data folder.
func jobOf(t *testing.T, data string) casework.Job {
	t.Helper()
	code, out, said := carryOut(t, "jobs", "list", "--data", data, "--json")
	var list []casework.Job
	if err := json.Unmarshal([]byte(out), &list); err != nil || code != exitOK || len(list) != 1 {
		t.Fatalf("jobs list: %d, %s, %s", code, out, said)
	}
	return list[0]
}

// until watches the one job of a folder, beside the server, until it is as it should
// be or over.
func until(t *testing.T, data string, is func(casework.Job) bool) casework.Job {
	t.Helper()
	in, err := place{Data: data}.open(t.Context(), opening{readOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := in.record.Close(); err != nil {
			t.Error(err)
		}
	}()
	for range 6000 {
		list, err := in.record.Jobs(t.Context(), jobs.Filter{})
		if err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
		if is(list[0]) || list[0].State.Over() {
			return list[0]
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("the job stays as %+v", jobOf(t, data))
	return casework.Job{}
}

// sent makes a data folder with a lead whose spreadsheet of so many rows is
// confirmed.
func sent(t *testing.T, rows int) (data, sheet string, lead access.Asker) {
	t.Helper()
	data = initialised(t)
	password := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(password, []byte("quiet river stone bridge\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, said := carryOut(t, "user", "add", "--data", data, "--role", "service-lead", "--agency", "Riverside", "--password-file", password, "lead"); code != exitOK {
		t.Fatalf("user add: %d, %s", code, said)
	}
	in := reopened(t, data)
	people, err := people{in.record}.Staff(t.Context())
	if err != nil || len(people) != 1 {
		t.Fatal(people, err)
	}
	lead = access.Asker{ID: people[0].ID, Name: people[0].Name, Agency: people[0].Agency, Role: people[0].Role}
	var text strings.Builder
	text.WriteString("Ref,First name,Surname,DOB,Date referred,Housing,1st appointment,Appointment 1 outcome\n")
	for n := range rows {
		fmt.Fprintf(&text, "R%d,Ana%d,Okafor,%d/%d/19%02d,5/1/2024,Y,12/1/2024,Came\n", n, n, 1+n%28, 1+n%12, 60+n%40)
	}
	ctx := t.Context()
	if sheet, err = in.spreadsheet.Send(ctx, lead, "Riverside list", []byte(text.String())); err != nil {
		t.Fatal(err)
	}
	example, err := in.spreadsheet.Matching(ctx, lead, sheet)
	if err != nil {
		t.Fatal(err)
	}
	example.Match.Pathway = string(journey.Voluntary)
	if err := in.spreadsheet.SetMatch(ctx, lead, sheet, example.Match); err != nil {
		t.Fatal(err)
	}
	if _, err := in.spreadsheet.Check(ctx, lead, sheet); err != nil {
		t.Fatal(err)
	}
	if _, err := in.spreadsheet.Confirm(ctx, lead, sheet); err != nil {
		t.Fatal(err)
	}
	if err := in.close(context.Background()); err != nil {
		t.Fatal(err)
	}
	return data, sheet, lead
}

// reopened opens a data folder.
func reopened(t *testing.T, data string) *installation {
	t.Helper()
	in, err := place{Data: data}.open(t.Context(), opening{})
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func TestWorkGoesOnAfterTheServerIsKilled(t *testing.T) {
	const rows = 5000
	data, sheet, lead := sent(t, rows)
	first := serveApart(t, data)
	until(t, data, func(job casework.Job) bool { return job.Done > 0 && job.Done < rows })
	if err := first.Process.Kill(); err != nil { // SIGKILL
		t.Fatal(err)
	}
	_ = first.Wait()
	if job := jobOf(t, data); job.State != casework.JobRunning || job.Done >= rows {
		t.Fatalf("killed in the middle it stands as %+v", job)
	}
	second := serveApart(t, data)
	job := until(t, data, func(job casework.Job) bool { return job.State.Over() })
	if job.State != casework.JobFinished || job.Done != rows || !strings.HasPrefix(job.Said, "5000 rows read: 5000 new") {
		t.Errorf("it ended as %+v", job)
	}
	if err := second.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = second.Wait()
	in := reopened(t, data)
	ctx := context.Background()
	cases, err := in.record.Count(ctx, access.Asker{}, casework.Filter{})
	report, wrong := in.spreadsheet.Reported(ctx, lead, sheet)
	built, broken := in.record.Rebuild(ctx)
	if cases != rows || err != nil || wrong != nil || report.Report.Created != rows || broken != nil || built.Women != rows || built.Changed+built.Removed != 0 {
		t.Errorf("%d cases of %d women, %v; the report is %+v, %v; a rebuild finds %+v, %v", cases, built.Women, err, report.Report, wrong, built, broken)
	}
	if err := in.close(ctx); err != nil {
		t.Fatal(err)
	}
}

func TestJobsAreCancelledAndTriedAgainAtTheServer(t *testing.T) {
	data, sheet, lead := sent(t, 60)
	job := jobOf(t, data)
	for _, step := range []struct {
		do   string
		want casework.JobState
		code int
	}{
		{"cancel", casework.JobCancelled, exitOK},
		{"cancel", casework.JobCancelled, exitOK}, // a second time changes nothing
		{"retry", casework.JobWaiting, exitOK},
	} {
		if code, _, said := carryOut(t, "jobs", step.do, "--data", data, job.ID); code != step.code || jobOf(t, data).State != step.want {
			t.Errorf("%s: %d, %s, and it is %s", step.do, code, said, jobOf(t, data).State)
		}
	}
	for _, do := range []string{"cancel", "retry"} {
		if code, _, said := carryOut(t, "jobs", do, "--data", data, "no-such-job"); code != exitNotFound {
			t.Errorf("%s of a job that is not there: %d, %s", do, code, said)
		}
	}
	if _, out, _ := carryOut(t, "jobs", "list", "--data", data, "--state", "waiting"); !strings.Contains(out, job.ID) || strings.Contains(out, "Okafor") {
		t.Errorf("the list says %s", out)
	}
	in := reopened(t, data)
	if _, err := in.jobs.Work(t.Context(), spreadsheet.Bringing{Desk: *in.spreadsheet}, "w1"); err != nil {
		t.Fatal(err)
	}
	if report, err := in.spreadsheet.Reported(t.Context(), lead, sheet); err != nil || report.Report.Created != 60 {
		t.Errorf("%+v, %v", report.Report, err)
	}
	if err := in.close(context.Background()); err != nil {
		t.Fatal(err)
	}
}

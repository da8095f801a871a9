package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"throughline/internal/casework/administration"
	"throughline/internal/edge/report"
	"throughline/internal/edge/signin"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/account"
	"throughline/internal/edge/web/admin"
	"throughline/internal/edge/web/allocate"
	"throughline/internal/edge/web/diary"
	documentsdoor "throughline/internal/edge/web/documents"
	"throughline/internal/edge/web/evidence"
	"throughline/internal/edge/web/governance"
	groupsdoor "throughline/internal/edge/web/groups"
	hardshipdoor "throughline/internal/edge/web/hardship"
	"throughline/internal/edge/web/jobs"
	"throughline/internal/edge/web/keeping"
	linkingdoor "throughline/internal/edge/web/linking"
	"throughline/internal/edge/web/onward"
	"throughline/internal/edge/web/packs"
	"throughline/internal/edge/web/partner"
	"throughline/internal/edge/web/presence"
	"throughline/internal/edge/web/refer"
	"throughline/internal/edge/web/rules"
	"throughline/internal/edge/web/spreadsheet"
	"throughline/internal/edge/web/today"
	"throughline/internal/edge/web/woman"
)

// placesName is the setting that lists where officers refer from.
const placesName = "places"

// doors lists the front doors.
func (in *installation) doors(ctx context.Context) ([]web.Door, error) {
	places, err := in.places(ctx)
	if err != nil {
		return nil, err
	}
	herself, err := in.asking(ctx)
	if err != nil {
		return nil, err
	}
	accounts := &administration.Desk{Bench: in.bench, Accounts: in.record, Sessions: in.record, Factors: in.record, Secrets: secrets{}}
	police := refer.New(*in.intake, *in.justice, places)
	police.Paper = report.Notice
	record := woman.Door{Support: *in.support, Hers: in.herspace, Sharing: in.sharing, Paper: report.Notice}
	doors := []web.Door{
		police,
		today.Door{Support: *in.support, Presence: in.presence},
		diary.Door{Desk: *in.diary},
		record,
		in.assessmentDoor(record),
		documentsdoor.Door{Desk: *in.documents, Woman: record},
		groupsdoor.Door{Desk: in.groups},
		hardshipdoor.Door{Desk: in.hardship},
		partner.Door{Desk: in.sharing},
		onward.Door{Desk: in.onward, Reply: in.reply},
		allocate.Door{Desk: in.support},
		presence.Door{Desk: in.presence},
		evidence.Door{Desk: in.evidence, People: people{in.record}, Staff: people{in.record}},
		admin.Door{Desk: accounts, Installation: in},
		account.Door{Desk: accounts},
		rules.Door{Desk: in.rules},
		keeping.Door{Desk: in.keeping},
		packs.Door{Desk: in.packs},
		jobs.Door{Desk: *in.jobs},
		spreadsheet.Door{Desk: in.spreadsheet},
		linkingdoor.Door{Desk: in.linking},
		governance.Door{Desk: *in.safeguarding},
	}
	if !herself.Off {
		doors = append(doors, in.askDoor(herself))
	}
	return doors, nil
}

// places returns where officers refer from, as this installation lists them.
func (in *installation) places(ctx context.Context) ([]refer.Place, error) {
	text, err := in.record.Setting(ctx, placesName)
	if err != nil || text == "" {
		return nil, err
	}
	var places []refer.Place
	if err := json.Unmarshal([]byte(text), &places); err != nil {
		return nil, fmt.Errorf("reading where officers refer from: %w", err)
	}
	return places, nil
}

// LastCheckpoint returns when the ledger's last signed checkpoint was kept.
func (in *installation) LastCheckpoint(context.Context) (time.Time, error) {
	kept, err := filepath.Glob(filepath.Join(in.Data, checkpointsFolder, "*.txt"))
	if err != nil {
		return time.Time{}, fmt.Errorf("finding checkpoints: %w", err)
	}
	var last time.Time
	for _, path := range kept {
		info, err := os.Stat(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return time.Time{}, fmt.Errorf("looking at a checkpoint: %w", err)
		}
		if info.ModTime().After(last) {
			last = info.ModTime()
		}
	}
	return last, nil
}

// secrets lends the ways of sign-in to the verbs of administration.
type secrets struct{}

// Name returns the form in which a sign-in name is kept.
func (secrets) Name(typed string) (string, error) { return signin.Name(typed) }

// Hash returns what is kept of a password.
func (secrets) Hash(password string) (string, error) { return signin.Hash(password) }

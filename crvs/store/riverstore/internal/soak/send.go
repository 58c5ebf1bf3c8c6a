package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs/store/riverstore/internal/load"
)

// receiver is a process that receives.
type receiver struct {
	*soak
	mu      sync.Mutex
	command *exec.Cmd
	url     string
}

func (r *receiver) start(ctx context.Context) error {
	text, err := r.registry.Key.MarshalPEM()
	if err != nil {
		return err
	}
	c := exec.CommandContext(ctx, os.Args[0], "-receive", "-store", r.address, "-schema", r.schema, "-log", r.log) //nolint:gosec // itself
	c.Stdin, c.Stderr = bytes.NewReader(text), os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		return err
	}
	if err := c.Start(); err != nil {
		return err
	}
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return fmt.Errorf("a receiver did not start: %w", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.command, r.url = c, "http://"+strings.TrimSpace(address)+load.Path
	return nil
}

func (r *receiver) kill() {
	r.mu.Lock()
	defer r.mu.Unlock()
	_ = r.command.Process.Kill()
	_ = r.command.Wait()
}

func (r *receiver) where() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.url
}

const senders = 32

// send sends all events until each was acknowledged.
func (s *soak) send(ctx context.Context) {
	queue := make(chan int, s.events)
	for i := range s.events {
		queue <- i
	}
	client := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: senders}}
	var all sync.WaitGroup
	for range senders {
		all.Go(func() {
			for ctx.Err() == nil {
				select {
				case i := <-queue:
					if !s.tell(ctx, client, i) {
						queue <- i // later: others overtake it
					}
				default:
					return
				}
			}
		})
	}
	all.Wait()
}

// tell tells of an event once, and says whether that is enough.
func (s *soak) tell(ctx context.Context, client *http.Client, i int) bool {
	switch luck := s.float(); {
	case luck < 0.05: // it is overtaken
		return false
	case luck < 0.1: // it comes twice at once
		go s.post(ctx, client, i)
	case luck < 0.15: // the acknowledgement is lost, but the receiver had it
		if s.post(ctx, client, i) {
			s.acknowledged(i)
		}
		return false
	}
	if !s.post(ctx, client, i) {
		return false
	}
	s.acknowledged(i)
	return true
}

func (s *soak) acknowledged(i int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.acked[i] = true
}

func (s *soak) post(ctx context.Context, client *http.Client, i int) bool {
	s.mu.Lock()
	s.sent++
	s.mu.Unlock()
	body, err := s.registry.Notify(ctx, i)
	if err != nil {
		return false
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.receivers[s.int(len(s.receivers))].where(), bytes.NewReader(body))
	if err != nil {
		return false
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := client.Do(request)
	if err != nil {
		return false
	}
	defer response.Body.Close()
	return response.StatusCode/100 == 2
}

// Verifies a log with the Go team's own code (golang.org/x/mod/sumdb/note and tlog), which knows nothing of ours:
//
//	verify LOG VKEY [OLD_CHECKPOINT]
//
// LOG is a folder (an export) or an address. The note is opened with the key, the tree's root is computed from the
// tiles, every entry is proved to be in it, and the log is proved to go on from the old checkpoint. Prints
// "verified N entries of ORIGIN"; anything wrong ends it with exit code 1.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

func fail(format string, values ...interface{}) {
	fmt.Fprintf(os.Stderr, "verify: "+format+"\n", values...)
	os.Exit(1)
}

type source struct {
	place string
	kept  map[string][]byte
}

func (s *source) read(path string) ([]byte, error) {
	if !strings.HasPrefix(s.place, "http") {
		return os.ReadFile(filepath.Join(s.place, filepath.FromSlash(path)))
	}
	answer, err := http.Get(s.place + "/" + path)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != 200 {
		return nil, fmt.Errorf("%s: status %d", path, answer.StatusCode)
	}
	return io.ReadAll(io.LimitReader(answer.Body, 1<<26))
}

func (s *source) Height() int { return height }

// The library names tiles with their height, tlog-tiles without it.
func pathOf(tile tlog.Tile) string {
	return "tile/" + strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", height))
}

func (s *source) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		path := pathOf(tile)
		bytes, known := s.kept[path]
		if !known {
			var err error
			if bytes, err = s.read(path); err != nil {
				return nil, err
			}
			s.kept[path] = bytes
		}
		all = append(all, bytes)
	}
	return all, nil
}

func (s *source) SaveTiles([]tlog.Tile, [][]byte) {}

func openCheckpoint(bytes []byte, key string) (string, tlog.Tree) {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		fail("the key: %v", err)
	}
	opened, err := note.Open(bytes, note.VerifierList(verifier))
	if err != nil {
		fail("the checkpoint: %v", err)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		fail("the checkpoint is not of the log %s", verifier.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		fail("the checkpoint's size: %v", err)
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		fail("the checkpoint's root is no hash")
	}
	tree := tlog.Tree{N: size}
	copy(tree.Hash[:], root)
	return lines[0], tree
}

func entriesOf(s *source, number int64, width int) [][]byte {
	tile := tlog.Tile{H: height, L: 0, N: number, W: width}
	path := strings.Replace(pathOf(tile), "tile/0/", "tile/entries/", 1)
	bundle, err := s.read(path)
	if err != nil {
		fail("%v", err)
	}
	var entries [][]byte
	for len(bundle) > 0 {
		if len(bundle) < 2 {
			fail("%s ends in a length", path)
		}
		size := int(binary.BigEndian.Uint16(bundle))
		if len(bundle) < 2+size {
			fail("%s ends within an entry", path)
		}
		entries = append(entries, bundle[2:2+size])
		bundle = bundle[2+size:]
	}
	if len(entries) != width {
		fail("%s has %d entries instead of %d", path, len(entries), width)
	}
	return entries
}

func checkEntries(s *source, tree tlog.Tree, hashes tlog.HashReader) {
	for first := int64(0); first < tree.N; first += 1 << height {
		width := int64(1 << height)
		if tree.N-first < width {
			width = tree.N - first
		}
		for i, entry := range entriesOf(s, first>>height, int(width)) {
			index := first + int64(i)
			proof, err := tlog.ProveRecord(tree.N, index, hashes)
			if err != nil {
				fail("entry %d: %v", index, err)
			}
			if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry)); err != nil {
				fail("entry %d: %v", index, err)
			}
		}
	}
}

func main() {
	if len(os.Args) < 3 {
		fail("usage: verify LOG VKEY [OLD_CHECKPOINT]")
	}
	s := &source{place: strings.TrimSuffix(os.Args[1], "/"), kept: map[string][]byte{}}
	bytes, err := s.read("checkpoint")
	if err != nil {
		fail("%v", err)
	}
	origin, tree := openCheckpoint(bytes, os.Args[2])
	// Reads nothing from a tile that does not hash up to the tree's root.
	hashes := tlog.TileHashReader(tree, s)
	root, err := tlog.TreeHash(tree.N, hashes)
	if err != nil {
		fail("the tiles: %v", err)
	}
	if root != tree.Hash {
		fail("the tiles have another root than the checkpoint")
	}
	checkEntries(s, tree, hashes)
	if len(os.Args) > 3 {
		older, err := os.ReadFile(os.Args[3])
		if err != nil {
			fail("%v", err)
		}
		_, before := openCheckpoint(older, os.Args[2])
		proof, err := tlog.ProveTree(tree.N, before.N, hashes)
		if err != nil {
			fail("the older checkpoint: %v", err)
		}
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, before.N, before.Hash); err != nil {
			fail("the log does not go on from the older checkpoint: %v", err)
		}
	}
	fmt.Printf("verified %d entries of %s\n", tree.N, origin)
}

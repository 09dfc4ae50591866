package os

import (
	"io"
	"io/fs"
)

// fileOnly hides WriteTo, which would call itself.
type fileOnly struct{ io.Reader }

// WriteTo implements io.WriterTo.
func (f *File) WriteTo(w io.Writer) (n int64, err error) {
	if err := f.check("read"); err != nil {
		return 0, err
	}
	return io.Copy(w, fileOnly{f})
}

// CopyFS copies the file system fsys into the directory dir, creating dir if necessary. It does not overwrite existing files.
func CopyFS(dir string, fsys fs.FS) error {
	return fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if !fs.ValidPath(name) {
			return &PathError{Op: "CopyFS", Path: name, Err: ErrInvalid}
		}
		target := dir + "/" + name
		if name == "." {
			target = dir
		}
		switch d.Type() {
		case ModeDir:
			return MkdirAll(target, 0o777)
		case ModeSymlink:
			link, err := fs.ReadLink(fsys, name)
			if err != nil {
				return err
			}
			return Symlink(link, target)
		case 0:
			return copyFile(fsys, name, target)
		}
		return &PathError{Op: "CopyFS", Path: name, Err: ErrInvalid}
	})
}

func copyFile(fsys fs.FS, name, target string) error {
	r, err := fsys.Open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	info, err := r.Stat()
	if err != nil {
		return err
	}
	w, err := OpenFile(target, O_CREATE|O_EXCL|O_WRONLY, 0o666|info.Mode()&0o777)
	if err != nil {
		return err
	}
	if _, err := io.Copy(w, r); err != nil {
		w.Close()
		return &PathError{Op: "Copy", Path: target, Err: err}
	}
	return w.Close()
}

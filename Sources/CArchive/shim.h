#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

/* Writes the header of a file. The library reads names in the thread's locale and marks them as
   UTF-8 only if that is one, so this thread has such a locale meanwhile. ARCHIVE_RETRY: it isn't
   installed. */
static inline int lethe_zip_header(
    struct archive *zip, const char *name, int64_t bytes, int64_t at) {
  locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
  if (!utf8) return ARCHIVE_RETRY;
  struct archive_entry *entry = archive_entry_new();
  if (!entry) {
    freelocale(utf8);
    return ARCHIVE_FATAL;
  }
  locale_t before = uselocale(utf8);
  archive_entry_set_pathname(entry, name);
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_entry_set_perm(entry, 0600);
  archive_entry_set_size(entry, bytes);
  archive_entry_set_mtime(entry, at, 0);
  int result = archive_write_header(zip, entry);
  archive_entry_free(entry);
  uselocale(before);
  freelocale(utf8);
  return result;
}

#pragma once
#include <map>
#include <string>

#include "services/determination/importer.hpp"

namespace leye::determination {

/// A folder that departments put files into: SOURCE-anything.csv or .ndjson, plain, .gz or .zst. A file is taken once its size
/// has stood still from one look to the next; then it goes to done/ or refused/, with what became of it beside it.
class Inbox {
  public:
    /// in: `parts` outlive it. Makes the folders. Fails: Fault.
    Inbox(const Importer::Parts& parts, std::string folder, std::function<void(const ImportProgress&)> progress);
    /// Imports what has arrived, one after the other. A file whose time has not come (another batch is being written) stays.
    /// out: how many files moved. Fails: Fault where the folder cannot be read or written.
    int take();

  private:
    bool take_file(const std::string& name);
    void put_aside(const std::string& name, const char* folder) const;

    const Importer::Parts& parts_;
    std::string folder_;
    std::function<void(const ImportProgress&)> progress_;
    std::map<std::string, uintmax_t> sizes_;  // when it was last looked at
};

/// Where a task refused, in one sentence of each language: what and what next.
std::string sentence_of(const catalog::Catalog& catalog, const Refusal& refusal, bool english);

}  // namespace leye::determination

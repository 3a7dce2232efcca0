#pragma once
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "edge/exchange/signature.hpp"
#include "records/catalog/catalog.hpp"
#include "services/determination/source.hpp"

namespace leye::exchange {

/// A department's system that may send messages.
struct Sender {
    std::string code;
    catalog::Words name;  ///< as the ledger says who gave a batch
    std::set<std::string> sources;
    std::set<std::string> shares;  ///< determinations whose findings it may read
    std::string purpose;           ///< what for, with the law; people read it in «who looked»
    std::vector<PublicKey> keys;  ///< several while one takes the place of another
};

/// Who may send; immutable, safe for many threads.
class Senders {
  public:
    /// Reads the YAML file of senders. Faults as sentences with file and line. An empty `file`: nobody may.
    static Senders load(const std::string& file, const determination::Sources& sources, const catalog::Catalog& catalog, std::vector<std::string>& faults);
    const Sender* find(std::string_view code) const;
    bool empty() const { return all_.empty(); }

  private:
    std::vector<Sender> all_;
};

}  // namespace leye::exchange

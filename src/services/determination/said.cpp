#include "services/determination/said.hpp"

#include "records/catalog/catalog.hpp"

namespace leye::determination {

std::optional<catalog::Determined> said_again(const catalog::Catalog& catalog, const Finding& f) {
    const auto* d = catalog.find_determination(f.determination, f.version);
    if (!d) return std::nullopt;
    auto said = catalog::determine(*d, f.facts, Instant::start_of(f.since));
    if (!said || said->reason != f.reason) return std::nullopt;
    return std::move(*said);
}

catalog::Words reason_of(const catalog::Catalog& catalog, const Finding& f) {
    const auto* d = catalog.find_determination(f.determination, f.version);
    if (const auto* reason = d ? d->find_reason(f.reason) : nullptr) return catalog::filled(reason->sentence, f.facts);
    return {f.reason, f.reason};
}

catalog::Words said_of(const catalog::Catalog& catalog, const Finding& f) {
    const auto said = said_again(catalog, f);
    return said ? said->sentence : reason_of(catalog, f);
}

}  // namespace leye::determination

#include "records/catalog/current.hpp"

#include <fmt/format.h>

namespace leye::catalog {

Current::Current(Catalog folder) {
    all_.push_back(std::make_unique<const Catalog>(std::move(folder)));
    newest_ = all_.front().get();
}

const Item& Current::get_item(std::string_view code, int version) const {
    if (const Item* known = (**this).find_version(code, version)) return *known;
    if (fetch_) fetch_();
    if (const Item* known = (**this).find_version(code, version)) return *known;
    throw Fault(fmt::format("{} version {} decided a case and is not in the catalogue; versions that decided a case must stay", code, version));
}

void Current::replace(Catalog next) {
    std::lock_guard lock(mutex_);
    all_.push_back(std::make_unique<const Catalog>(std::move(next)));
    newest_.store(all_.back().get(), std::memory_order_release);
}

}  // namespace leye::catalog

#pragma once
#include <memory>
#include <string>

#include "records/catalog/catalog.hpp"
#include "records/catalog/phrases.hpp"
#include "records/party/context.hpp"
#include "services/casework/number_store.hpp"

namespace leye::casework {

/// Carries messages to people, within the transaction of the case. Implemented above, by the outbox.
class Messenger {
  public:
    virtual ~Messenger() = default;
    /// in: `phone` normalised; `text` as the person will read it.
    virtual void send(party::Context& at, const std::string& phone, const std::string& text) = 0;
};

/// What the case engine works with besides the context of one command. Lives as long as the program.
struct Office {
    const catalog::Catalog& catalog;
    const catalog::Phrases& phrases;
    Messenger& messenger;
    std::shared_ptr<Numbers> numbers = std::make_shared<Numbers>();
};

}  // namespace leye::casework

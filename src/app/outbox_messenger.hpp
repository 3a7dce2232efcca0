#pragma once
#include "edge/notify/outbox.hpp"
#include "edge/session/session_store.hpp"
#include "services/casework/office.hpp"

namespace leye::app {

/// Messages go to the outbox in the transaction of their case.
class OutboxMessenger : public casework::Messenger {
  public:
    void send(party::Context& at, const casework::Addressee& to, const std::string& text) override { notify::send(at.tx, at.seal, at.now, {to.phone, to.person, to.area}, text); }
    void send_to_account(party::Context& at, Uuid account, const std::string& area, const std::string& text) override {
        if (const auto row = session::find_account(at.tx, session::AccountId{account})) send(at, {session::open_phone(*row, at.seal), std::nullopt, area}, text);
    }
};

}  // namespace leye::app

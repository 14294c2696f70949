package dev.deskwire.desk.demo;

import static dev.deskwire.desk.demo.DemoQueue.FIELD_SERVICE;
import static dev.deskwire.desk.demo.DemoQueue.SUPPORT;
import static dev.deskwire.desk.ticket.Priority.HIGH;
import static dev.deskwire.desk.ticket.Priority.LOW;
import static dev.deskwire.desk.ticket.Priority.MEDIUM;
import static dev.deskwire.desk.ticket.Priority.URGENT;

import java.util.List;

/// What people write about machines and the app.
final class MachineStories {
  private MachineStories() {}

  static final List<Story> ALL =
      List.of(
          new Story(
              SUPPORT,
              MEDIUM,
              List.of("app", "login"),
              List.of(
                  "App signs me out every morning",
                  "Have to sign in to the app again every day",
                  "App {version} forgets my sign-in"),
              """
              Since the update to {version} the app asks for my password every morning. Yesterday
              evening I was signed in, today the login page again. Two colleagues have the same.
              """,
              "Which phone is it, and does the app run with battery saving on?",
              "A Pixel 8 with Android 15, and yes, battery saving is on all the time.",
              """
              Battery saving kills the background refresh, so the session runs out overnight.
              @{colleague}, known since 4.1, is the fix still planned for the next release?
              """,
              """
              Found it: with battery saving the app cannot renew its session overnight. Please
              exempt the app in *Settings > Battery*; the next release no longer needs that.
              """,
              Enclosure.NONE),
          new Story(
              SUPPORT,
              HIGH,
              List.of("app", "connectivity"),
              List.of(
                  "{machine} on the {floor} shows offline in the app",
                  "Machine {serial} offline since this morning"),
              """
              The {machine} ({serial}) on our {floor} in {city} makes coffee as always, but the app
              says *offline since {n} hours*. We restarted it twice. Remote ordering of beans
              depends on this.
              """,
              "Was anything changed on your Wi-Fi, a new password or a new access point perhaps?",
              "IT tells me they moved the guests' network to another channel last night.",
              """
              Log shows rssi under -80 dBm all night. The radio of this model does not see channels
              above 11, so a move of channel explains it.
              """,
              """
              Your network moved to channel 13, which this machine cannot hear. Your IT put it back
              to 11 and the machine reported in a minute later.
              """,
              Enclosure.LOG),
          new Story(
              SUPPORT,
              LOW,
              List.of("app", "feature-request"),
              List.of("Can the app show usage per floor?", "Statistics for each floor, please"),
              """
              We have {n} machines in {city} and would like to see cups per floor and month. Now I
              add up the numbers by hand at the end of each month.
              """,
              "Would an export of all cups with time and machine be enough for you?",
              "If I can open it in a spreadsheet, yes, that would do.",
              "Third request for this since spring. @{colleague} for the list of the roadmap.",
              """
              The export is there already: *Reports > Cups > Download*. Each row names the machine,
              so a pivot table gives you the floors. We noted the wish for a chart.
              """,
              Enclosure.NONE),
          new Story(
              SUPPORT,
              MEDIUM,
              List.of("account"),
              List.of("Please move our account to another address", "New e-mail for our account"),
              """
              Our office manager left the company. Please let the account of our site in {city}
              continue under my address; I need to see the orders of the past as well.
              """,
              "Can somebody with signing authority confirm this in writing, a PDF is enough?",
              "Attached to the order form {order}, signed by our managing director.",
              "Signature checked against the contract, is fine.",
              """
              Done. Your address is now the owner of the account, all past orders are with it. The
              former owner can no longer sign in.
              """,
              Enclosure.NONE),
          new Story(
              SUPPORT,
              HIGH,
              List.of("firmware", "update"),
              List.of(
                  "Firmware update stuck at {n}0 %",
                  "{machine} hangs in the update to {version}",
                  "Update of {serial} does not finish"),
              """
              The display of our {machine} says *Updating, do not switch off* for an hour now. No
              coffee on the {floor}, and {n} people are looking at me.
              """,
              "Please hold the left button for ten seconds. Which number is shown in the corner?",
              "It says {code} and starts again from the beginning.",
              """
              Download breaks at the same block each time, checksum error. The proxy of the customer
              seems to cut it at 50 MB. I can push the image in two parts.
              """,
              """
              The update was cut off on its way by a size limit in your network. We sent it in
              smaller parts and the machine runs {version} now.
              """,
              Enclosure.LOG),
          new Story(
              SUPPORT,
              MEDIUM,
              List.of("recipes", "app"),
              List.of("Recipe for flat white is gone", "Our own recipes vanished after the update"),
              """
              We had three recipes of our own on the {machine}. After the update to {version} only
              the standard ones are left. Is there any way to get them back?
              """,
              "Did you create them in the app or at the machine itself?",
              "At the machine, with the wheel. The app never showed them.",
              """
              Recipes made at the machine live in the old memory layout. The backup of the night
              before still has them, I checked {serial}.
              """,
              """
              We restored the three recipes from the backup of your machine. Recipes saved in the
              app survive every update, so please save them there once.
              """,
              Enclosure.NONE),
          new Story(
              SUPPORT,
              LOW,
              List.of("how-to"),
              List.of("How do I set the machine to summer time?", "Clock is one hour off"),
              """
              The {machine} switches on at eight instead of seven since the clocks changed. Where do
              I set the hour? The manual only describes the old display.
              """,
              "Do you see *Automatic time* under *Settings > Clock*?",
              "Yes, it was off. Nobody here remembers switching it off.",
              "Manual page 31 is really out of date, I reported it to documentation.",
              """
              With *Automatic time* on the machine follows the time zone of your site. Thank you for
              the hint about the manual, it is being corrected.
              """,
              Enclosure.NONE),
          new Story(
              SUPPORT,
              MEDIUM,
              List.of("api", "integration"),
              List.of("API answers 401 since Tuesday", "Our dashboard cannot read the API"),
              """
              Our dashboard reads the number of cups every five minutes. Since Tuesday every call
              answers:

                  401 {"error": "token_expired"}

              We changed nothing on our side.
              """,
              "Does your dashboard renew the token, or does it use the one from the setup page?",
              "It uses the one from the setup page. Until now that worked for a year.",
              "Tokens of the setup page have been valid for 365 days from the start, so: today.",
              """
              The token on the setup page is valid for one year and ran out on Tuesday. Your new one
              is on the same page; with `refresh_token` the dashboard can renew it by itself.
              """,
              Enclosure.NONE),
          new Story(
              SUPPORT,
              HIGH,
              List.of("payment", "terminal"),
              List.of("Card terminal declines every card", "Nobody can pay on the {floor}"),
              """
              The terminal on the {machine} in {city} says *Declined* for every card, contactless or
              not. We let people have coffee for free for now, which is popular but no plan.
              """,
              "What does the receipt say under *Response*?",
              "Response 91, on all of them.",
              "91 is the bank's switch, not ours. Provider has an open incident, no end named yet.",
              """
              The bank of the terminal had an outage from 7:40 to 11:15. Payments work again, and
              nobody was charged for a declined cup.
              """,
              Enclosure.PICTURE),
          new Story(
              SUPPORT,
              LOW,
              List.of("training"),
              List.of("Training for {n} new colleagues", "Short introduction for our new team"),
              """
              We have {n} new colleagues on the {floor}. Do you offer a short introduction on
              cleaning and descaling, in person or as a video call?
              """,
              "Would a video call of half an hour next week suit you?",
              "Wednesday or Thursday after lunch would be perfect.",
              "Slot booked with the trainers, invitation goes out this afternoon.",
              """
              You have an invitation for the video call. The slides and the cleaning plan to hang
              beside the machine are attached to it.
              """,
              Enclosure.NONE),
          new Story(
              SUPPORT,
              URGENT,
              List.of("security", "account"),
              List.of("Somebody else sees our orders", "Unknown person in our account"),
              """
              A person that nobody here knows is listed under *People* of our account since
              yesterday. Please look at this at once and lock them out.
              """,
              "We have suspended that access. Can you tell me who is allowed to invite people?",
              "Only me and my deputy. He says that he invited a supplier, but with another address.",
              """
              Invitation was made by the deputy, typed wrongly (.co instead of .com). No order was
              opened by the wrong person, the access log shows one sign-in and nothing else.
              """,
              """
              The invitation had gone to a mistyped address. It is withdrawn, nothing but the start
              page was seen, and invitations now need a confirmation by the account's owner.
              """,
              Enclosure.NONE),
          new Story(
              SUPPORT,
              MEDIUM,
              List.of("app", "notifications"),
              List.of("Too many push messages about empty tanks", "Water tank alerts all day long"),
              """
              I get a push message each time somebody takes the water tank out, up to {n}0 a day. Can
              that be limited to tanks that are empty for more than ten minutes?
              """,
              "Do the messages come from one machine or from all of them?",
              "From the {machine} on the {floor} only, now that you ask.",
              "Contact of the tank on {serial} flickers, see the log. Probably a worn magnet.",
              """
              The contact of that tank was worn and reported *removed* by itself. A new tank is on
              its way; until then the alert of this machine is muted.
              """,
              Enclosure.LOG),
          new Story(
              FIELD_SERVICE,
              URGENT,
              List.of("leak", "on-site"),
              List.of(
                  "Water under the {machine}, {floor} closed off",
                  "{machine} leaks badly",
                  "Leak at machine {serial}"),
              """
              There is a lot of water under the {machine} ({serial}) in {city}. We closed the tap and
              pulled the plug. The {floor} is closed off, please send somebody today.
              """,
              "Thank you for closing the tap. Is the water warm or cold, and is it clear?",
              "Cold and clear. It comes from the back, on the left.",
              "Sounds like the inlet hose, bring 3/4 inch and a clamp. @{colleague}, van 2 is free.",
              """
              The inlet hose had a crack. It is replaced, the machine ran for an hour under pressure
              without a drop. The old hose is with us for inspection.
              """,
              Enclosure.PICTURE),
          new Story(
              FIELD_SERVICE,
              HIGH,
              List.of("grinder", "on-site"),
              List.of(
                  "Grinder howls and gives no coffee",
                  "{machine} grinds air",
                  "Grinder of {serial} blocked"),
              """
              The grinder of our {machine} on the {floor} makes a howling noise and nothing comes
              out. Beans are in it ({beans}). Error {code} every time.
              """,
              "Please look into the bean hopper: is there anything that is not a bean?",
              "We found half of a paper clip. The other half is probably further down.",
              "Burrs are most likely gone. Take a set along, and the vacuum.",
              """
              The other half of the paper clip was in the burrs. They are replaced and the grind is
              set anew. A lid with a lock came with it.
              """,
              Enclosure.LOG),
          new Story(
              FIELD_SERVICE,
              MEDIUM,
              List.of("maintenance"),
              List.of("Yearly maintenance in {city}", "Maintenance due for {n} machines"),
              """
              The yearly maintenance of our {n} machines in {city} is due this month. Please suggest
              a day; before nine in the morning is best for us.
              """,
              "Would Tuesday at half past seven work? We need about 40 minutes for each machine.",
              "Tuesday is fine. The porter knows about it and has the keys.",
              "Route planned together with the visit in the same street.",
              """
              All {n} machines are maintained: seals, filters and burrs checked, two filters
              replaced. The protocols are in your account.
              """,
              Enclosure.NONE),
          new Story(
              FIELD_SERVICE,
              HIGH,
              List.of("temperature", "on-site"),
              List.of("Coffee is lukewarm", "{machine} does not get hot any more"),
              """
              Coffee from the {machine} on the {floor} is lukewarm since Monday. The display shows 92
              degrees, my thermometer in the cup shows 58.
              """,
              "Could you send the log of the machine? *Service > Send log*, it takes a minute.",
              "Sent, it should be attached to the ticket by now.",
              "Sensor says 92, pump time says otherwise. Scale on the sensor, descale first.",
              """
              Thick scale on the temperature sensor. We descaled the boiler and replaced the filter,
              the cup is at 79 degrees now. Please change the filter every two months in {city}.
              """,
              Enclosure.LOG),
          new Story(
              FIELD_SERVICE,
              MEDIUM,
              List.of("installation"),
              List.of(
                  "Move a machine to the {floor}", "Relocation of {serial} within the building"),
              """
              We are rebuilding and need the {machine} moved to the {floor}. Water and drain are
              there, about {n} metres from the socket. When could somebody come?
              """,
              "Is the socket fused with 16 amperes on its own?",
              "Our electrician says yes, and it is labelled with the number of the machine.",
              "Needs the long drain hose, {n} metres, order it with the next delivery.",
              """
              The machine stands on the {floor} and runs. The old connection is closed and sealed.
              """,
              Enclosure.NONE),
          new Story(
              FIELD_SERVICE,
              MEDIUM,
              List.of("milk", "cleaning"),
              List.of("Milk foam is only bubbles", "No proper foam from the {machine}"),
              """
              The milk of our {machine} comes out as large bubbles, with both whole and oat milk. We
              clean it every evening as the display says.
              """,
              "When was the small air valve at the milk hose last replaced?",
              "I did not know that there is one. So probably never.",
              "Air valve. Send two, and the page with the picture, no visit needed.",
              """
              The air valve was blocked. With the new one the foam is fine again; a second one is in
              the parcel, it wants to be changed twice a year.
              """,
              Enclosure.NONE),
          new Story(
              FIELD_SERVICE,
              HIGH,
              List.of("electrical", "on-site"),
              List.of("Fuse blows when the {machine} heats up", "{machine} trips the breaker"),
              """
              Each morning when the {machine} heats up the breaker of the {floor} trips. With the
              machine unplugged all is quiet. We do not dare to use it.
              """,
              "Please leave it unplugged. Does anything else hang on the same breaker?",
              "Only a fridge, which we moved to another circuit. It trips all the same.",
              "Heating element to earth, I would say. Measure insulation before anything else.",
              """
              The heating element had lost its insulation. It is replaced, insulation measured and
              noted on the protocol. You can use the machine.
              """,
              Enclosure.PICTURE),
          new Story(
              FIELD_SERVICE,
              LOW,
              List.of("noise"),
              List.of("{machine} is louder than the others", "Humming at night on the {floor}"),
              """
              Our {machine} hums at night, also when it is switched off at the display. Not bad, but
              the reception next to it would be glad if it stopped.
              """,
              "Does the humming stop when you lift the machine slightly at the front?",
              "It does! We put a piece of felt under it, and it is nearly gone.",
              "Rubber foot missing, happens with this series. Goes out by post.",
              """
              A rubber foot was missing. A set of four comes with tomorrow's post; the felt may stay
              until then.
              """,
              Enclosure.NONE),
          new Story(
              FIELD_SERVICE,
              MEDIUM,
              List.of("water", "quality"),
              List.of("Coffee tastes of chlorine", "Strange taste since the weekend"),
              """
              Since the weekend coffee and hot water from the {machine} taste of chlorine. Water from
              the tap in the kitchen is fine.
              """,
              "When was the filter changed, and does hot water alone taste of it too?",
              "Two weeks ago, and yes, hot water too.",
              "Filter of lot 22 again? That would be the third this month. @{colleague} for quality.",
              """
              The filter came from a faulty lot. It is exchanged, the pipes are rinsed, and we have
              recalled the rest of that lot. Sorry for the bad cups.
              """,
              Enclosure.NONE));
}

package dev.deskwire.desk.demo;

import static dev.deskwire.desk.demo.DemoQueue.BILLING;
import static dev.deskwire.desk.demo.DemoQueue.ORDERS;
import static dev.deskwire.desk.ticket.Priority.HIGH;
import static dev.deskwire.desk.ticket.Priority.LOW;
import static dev.deskwire.desk.ticket.Priority.MEDIUM;
import static dev.deskwire.desk.ticket.Priority.URGENT;

import java.util.List;

/// What people write about orders and invoices.
final class ShopStories {
  private ShopStories() {}

  static final List<Story> ALL =
      List.of(
          new Story(
              ORDERS,
              MEDIUM,
              List.of("delivery"),
              List.of(
                  "Where is order {order}?",
                  "Order {order} has not arrived",
                  "Delivery of {order} overdue"),
              """
              Order {order} ({kg} kg {beans}) was to be here on Monday. The tracking page says *in
              transit* for {n} days. We have beans until Friday.
              """,
              "Is the address in {city} still right, and is somebody there before ten?",
              "The address is right, reception is there from eight.",
              "Parcel sits in the depot, label torn. Carrier wants a confirmation of the address.",
              """
              The label was damaged at the depot. The parcel is out for delivery today, and {kg} kg
              come by express as a reserve; please keep them.
              """,
              Enclosure.NONE),
          new Story(
              ORDERS,
              MEDIUM,
              List.of("delivery", "wrong-item"),
              List.of("Wrong beans in {order}", "Got decaf instead of {beans}"),
              """
              We ordered {kg} kg of {beans}, and there is decaf in the box. The packing slip says
              {beans}. Nobody noticed before the second cup, which explains the morning.
              """,
              "Could you tell me the number below the barcode of one bag?",
              "It says 4 006 381 and then {serial}.",
              "Warehouse swapped two pallets on the day of packing. More of these will come in.",
              """
              The warehouse mixed up two pallets. The right beans are on their way, the decaf is
              yours to keep.
              """,
              Enclosure.PICTURE),
          new Story(
              ORDERS,
              LOW,
              List.of("subscription"),
              List.of("Pause our subscription over the holidays", "Skip the next delivery"),
              """
              Our office in {city} is closed for two weeks. Please skip the next delivery of {beans}
              and continue after that.
              """,
              "The next one is packed on Thursday. Shall the one after it come as planned?",
              "Yes please, everything as usual from then on.",
              "Skipped in the subscription, one delivery only.",
              """
              The next delivery is skipped, the one after it comes as planned. In the shop you can do
              this yourself under *Subscriptions > Pause*.
              """,
              Enclosure.NONE),
          new Story(
              ORDERS,
              HIGH,
              List.of("checkout", "bug"),
              List.of("Checkout hangs after the address", "Cannot finish an order in the shop"),
              """
              After entering the address in {city} the checkout only shows a spinning wheel. Tried
              with Firefox and Edge. The basket is still full.
              """,
              "Does your company name or street contain an ampersand or an apostrophe?",
              "Yes, an ampersand in the name of the company.",
              "Reproduced, the address service answers 500 on '&'. @{colleague}, hotfix or wait?",
              """
              The ampersand in your company's name upset the check of the address. It is corrected;
              your basket is where you left it.
              """,
              Enclosure.NONE),
          new Story(
              ORDERS,
              MEDIUM,
              List.of("return"),
              List.of("Return {n} bags of {beans}", "Return of a part of {order}"),
              """
              We ordered too much. May we return {n} unopened bags of {beans} from order {order}, and
              how do we send them?
              """,
              "Are the bags in their original carton, and best before at least six months away?",
              "Carton is there, best before is next summer.",
              "Within the 30 days, fine. Restocking fee waived, good customer.",
              """
              The label for the return is in your account. The refund of {amount} follows within five
              days of arrival.
              """,
              Enclosure.NONE),
          new Story(
              ORDERS,
              HIGH,
              List.of("bulk-order", "sales"),
              List.of("Quote for {n}0 machines", "Offer for a new building in {city}"),
              """
              A client opens a building in {city} and asks for {n}0 machines of the type {machine},
              with beans and maintenance for three years. They decide next week.
              """,
              "Buy or lease? For leasing we need the number of employees.",
              "Lease, about {n}50 people on six floors.",
              "Discount level 3 is possible from 20 machines, checked with {colleague}.",
              """
              The offer is in the client's account, valid for 30 days, with two levels of service to
              choose from.
              """,
              Enclosure.TABLE),
          new Story(
              ORDERS,
              LOW,
              List.of("catalogue"),
              List.of("Is {beans} organic?", "Certificates for {beans}"),
              """
              Our procurement asks for the organic certificate of {beans}. The page in the shop shows
              the logo, but no document.
              """,
              "Which year do you need it for?",
              "The current one, and if possible the one before.",
              "Certificates are with purchasing, asked for both.",
              """
              Both certificates are now linked on the page of {beans} in the shop, below the
              description.
              """,
              Enclosure.NONE),
          new Story(
              ORDERS,
              MEDIUM,
              List.of("account", "discount"),
              List.of("Voucher is not accepted", "Discount code gives an error"),
              """
              The voucher of your newsletter is refused with *not valid for your basket*. There are
              {kg} kg of {beans} in the basket, which is more than the minimum.
              """,
              "Is there a subscription in the same basket?",
              "Yes, the monthly one. Do they not go together?",
              "Rule excludes subscriptions, the newsletter does not say so. Told marketing.",
              """
              The voucher does not combine with subscriptions, which the newsletter should have said.
              We took {amount} off your order by hand.
              """,
              Enclosure.NONE),
          new Story(
              ORDERS,
              URGENT,
              List.of("delivery", "event"),
              List.of("Machine for tomorrow's event has not come", "Rental for the fair in {city}"),
              """
              The rental machine for our stand at the fair in {city} was due at noon. Doors open
              tomorrow at nine and the carrier does not answer the phone.
              """,
              "Which hall and stand, and until when may vehicles drive in today?",
              "Hall {n}, stand B12, vehicles until 20:00.",
              "Carrier had a breakdown. Our own van can make it by 18:30, driver is informed.",
              """
              The machine was delivered at 18:40 by our own van and runs. The rental is free of
              charge for the trouble.
              """,
              Enclosure.NONE),
          new Story(
              ORDERS,
              LOW,
              List.of("delivery", "packaging"),
              List.of("Less packaging, please", "Boxes far too large"),
              """
              Order {order} came in three boxes, each half empty. Could our deliveries be packed
              together? We would gladly wait a day longer for that.
              """,
              "Shall we pack everything of a week together for your address?",
              "Yes, one delivery a week is plenty.",
              "Flag *consolidate* set in the warehouse system.",
              """
              From now on all orders of a week come to you together, on Thursdays. Thank you for the
              suggestion.
              """,
              Enclosure.PICTURE),
          new Story(
              BILLING,
              MEDIUM,
              List.of("invoice"),
              List.of(
                  "Invoice {invoice} does not match our order",
                  "Invoice {invoice}: amount wrong",
                  "Difference of {amount} on {invoice}"),
              """
              Invoice {invoice} for order {order} is {amount} higher than the confirmation. Position
              3 was cancelled before it was shipped.
              """,
              "Do you have the confirmation of the cancellation, or the day of it?",
              "It was on the phone, on the day of the order, with one of your colleagues.",
              "Call log confirms it, position was cancelled before packing.",
              """
              You are right, position 3 should not have been on it. Invoice {invoice} is cancelled
              and a corrected one over the right amount is in your account.
              """,
              Enclosure.TABLE),
          new Story(
              BILLING,
              HIGH,
              List.of("refund"),
              List.of("Refund of {amount} is missing", "Still waiting for our refund"),
              """
              We returned the goods of {order} {n} weeks ago and have no refund of {amount} yet. Our
              accountant closes the quarter on Friday.
              """,
              "Which account did you pay from? The last four digits are enough.",
              "It was a credit card, ending in 4417.",
              "Refund bounced, the card has expired. Needs a transfer instead.",
              """
              The refund had come back because the card expired. {amount} went out as a transfer
              today; a proof of payment is in your account.
              """,
              Enclosure.NONE),
          new Story(
              BILLING,
              LOW,
              List.of("invoice", "address"),
              List.of("New billing address", "Change the address on our invoices"),
              """
              We moved to {city}. Please put the new address on all invoices from {invoice} on; the
              tax number stays the same.
              """,
              "Shall deliveries go to the new address as well?",
              "Deliveries too, but only from the first of next month.",
              "Two addresses until the first. Reminder set.",
              """
              The new address is on all invoices from now on and on deliveries from the first.
              Invoice {invoice} is issued anew.
              """,
              Enclosure.NONE),
          new Story(
              BILLING,
              MEDIUM,
              List.of("payment", "reminder"),
              List.of("Reminder for an invoice we have paid", "Got a reminder for {invoice}"),
              """
              We received a reminder for {invoice} over {amount}, but paid it {n} days ago. Please
              check, and take the fee off.
              """,
              "Which reference did you put on the transfer?",
              "Our customer number instead of the invoice's, I am afraid.",
              "Payment found under the customer number, booked to {invoice}.",
              """
              Your payment had no invoice number and lay unassigned. It is booked, the reminder is
              withdrawn and the fee with it.
              """,
              Enclosure.NONE),
          new Story(
              BILLING,
              MEDIUM,
              List.of("vat", "invoice"),
              List.of("VAT on invoice {invoice}", "Reverse charge for our branch abroad"),
              """
              Invoice {invoice} to our branch in {city} shows VAT, though the VAT number is in the
              account. Please issue it with reverse charge.
              """,
              "The number in the account seems to have one digit too few. Could you check it?",
              "Indeed, the last digit was missing. I corrected it in the account.",
              "VIES confirms the corrected number. Reissue.",
              """
              With the corrected number the invoice is issued again without VAT. The next ones do so
              by themselves.
              """,
              Enclosure.TABLE),
          new Story(
              BILLING,
              HIGH,
              List.of("direct-debit"),
              List.of("Charged twice in one month", "Double direct debit of {amount}"),
              """
              Our account was debited twice with {amount} on the same day, both with the reference
              {invoice}. Please send one of them back.
              """,
              "Thank you. Is one of the two perhaps still marked as reserved at your bank?",
              "No, both are booked.",
              "Retry of the debit ran although the first one went through. @{colleague}, bug 1182?",
              """
              The second debit was a faulty retry. {amount} is on its way back, and the retry now
              looks for the first booking before it runs.
              """,
              Enclosure.TABLE),
          new Story(
              BILLING,
              LOW,
              List.of("invoice", "e-invoice"),
              List.of("Can we get e-invoices?", "Invoices as XML, please"),
              """
              From next year our accounting takes invoices as XML only (EN 16931). Can you send them
              that way, to a mailbox of their own?
              """,
              "XRechnung or Factur-X? We can do both.",
              "Factur-X, because the PDF is readable for people too.",
              "Profile EN 16931 is active for this account, test invoice sent.",
              """
              All invoices now come as Factur-X to the mailbox you named. A test over € 0.00 was
              accepted by your system.
              """,
              Enclosure.NONE),
          new Story(
              BILLING,
              MEDIUM,
              List.of("contract", "leasing"),
              List.of("Leasing rate higher than agreed", "Question on the leasing of {serial}"),
              """
              The rate for the {machine} ({serial}) rose by {n} per cent this quarter. According to
              our contract the rate is fixed for three years.
              """,
              "The service package is on the same bill. Could the difference be there?",
              "It may be, the invoice does not tell the two apart.",
              "Service price was adjusted, leasing rate is unchanged. The invoice is unclear though.",
              """
              The leasing rate is unchanged; the service package rose with the index. We are sorry
              that the invoice hid it: from next month it shows both lines.
              """,
              Enclosure.NONE),
          new Story(
              BILLING,
              URGENT,
              List.of("dunning", "blocked"),
              List.of("Account blocked in spite of payment", "Deliveries stopped by mistake"),
              """
              Our account is blocked for *overdue invoices*, and a delivery for {city} was stopped.
              {invoice} was paid last week, the receipt is attached.
              """,
              "Thank you, I see it. Is any other invoice open on your side?",
              "No, that was the only one.",
              "Unblocked by hand, payment import of Friday failed. @{colleague} please rerun it.",
              """
              An import of payments had failed on our side. Your account is free again and the
              delivery leaves today by express, at our cost.
              """,
              Enclosure.TABLE),
          new Story(
              BILLING,
              LOW,
              List.of("report"),
              List.of("List of all invoices of the last year", "Export for our auditors"),
              """
              Our auditors ask for a list of all invoices of the last year with their dates of
              payment. Is there an export, or could you send it?
              """,
              "For all sites, or for {city} only?",
              "For all sites in one table, please.",
              "Export has no payment dates, took them from the ledger.",
              """
              The table is in your account under *Documents*. For the next audit the same can be
              found there by yourself from January on.
              """,
              Enclosure.NONE));
}

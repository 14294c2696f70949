package dev.deskwire.examples.spring;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `POST /topics/{topic}` over Spring MVC reaches everyone who follows the topic over Socket.IO.
@SpringBootApplication
@RestController
public class News {
  record Item(String title) {}

  private final Sockets sockets;

  News(Sockets sockets) {
    this.sockets = sockets;
  }

  @PostMapping("/topics/{topic}")
  @ResponseStatus(HttpStatus.ACCEPTED)
  void publish(@PathVariable String topic, @RequestBody Item item) {
    sockets.tell(topic, item);
  }

  public static void main(String[] args) {
    SpringApplication.run(News.class, args);
  }
}
